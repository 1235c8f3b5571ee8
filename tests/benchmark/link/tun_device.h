#pragma once
// A TUN device in a network namespace, held by a process outside of it.

#include <string>

#include "base/unique_fd.h"

namespace magnetar::benchmark {

/// Makes the device `swarm0` in the namespace that `ip netns` knows by this name; it goes with the
/// descriptor, which does not block. The calling thread is back in its own namespace afterwards. Throws
/// std::system_error.
base::UniqueFd open_tun(const std::string& network_namespace);

}  // namespace magnetar::benchmark
