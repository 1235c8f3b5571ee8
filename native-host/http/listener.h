#pragma once
// The listening socket on 127.0.0.1.

#include <cstdint>

#include "base/error.h"
#include "base/unique_fd.h"

namespace magnetar::http {

struct Listener {
  base::UniqueFd socket;
  std::uint16_t port = 0;
};

/// Listens on 127.0.0.1; port 0 leaves the choice to the system. Errors: io_error.
[[nodiscard]] base::Result<Listener> listen_on_loopback(std::uint16_t port);

enum class AcceptOutcome { accepted, nothing, no_descriptors };

/// Accepts one connection into `socket` (not inherited by child processes, not blocking); does not wait.
[[nodiscard]] AcceptOutcome accept_connection(int listener, base::UniqueFd& socket);

/// Sets the options of an accepted connection; accept_connection() has done it already.
void set_up(int connection);

}  // namespace magnetar::http
