#pragma once
// Refuses the system calls that no decoder needs (seccomp, seccomp(2)).

namespace magnetar::app::airlock {

/// Restricts this process and its children for good: calls that trace, mount, change the kernel or make
/// namespaces fail with EPERM, and the only sockets are TCP over IPv4 and IPv6. Returns 0 or an error number.
[[nodiscard]] int filter_system_calls();

}  // namespace magnetar::app::airlock
