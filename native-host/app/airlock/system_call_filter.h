#pragma once
// Closes the system calls that no decoder has a use for (seccomp, seccomp(2)).

namespace magnetar::app::airlock {

/// For this process and all that it starts, for good: calls that trace, mount, change the kernel or make
/// namespaces fail with EPERM, and the only sockets are TCP over IPv4 and IPv6. 0, or an error number.
[[nodiscard]] int filter_system_calls();

}  // namespace magnetar::app::airlock
