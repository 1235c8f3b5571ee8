#pragma once
// A TUN device in a network namespace, held by a process outside it.

#include <string>

#include "base/unique_fd.h"

namespace magnetar::benchmark {

/// Makes the device `swarm0` in the namespace that `ip netns` knows by this name; it is removed with the
/// descriptor, which is non-blocking. The calling thread returns to its own namespace. Throws
/// std::system_error.
base::UniqueFd open_tun(const std::string& network_namespace);

}  // namespace magnetar::benchmark
