#pragma once
// Whose program is at the other end of a connection on this machine.

#include <sys/types.h>

#include <optional>

namespace magnetar::http {

/// The user who owns the socket at the other end of `socket`, an accepted TCP connection over loopback;
/// nothing when the system does not tell, or the other end has been closed (then it can read nothing either).
[[nodiscard]] std::optional<uid_t> owner_of_peer(int socket);

/// Whether it is another user, who is trusted with nothing. Root could read everything anyway.
[[nodiscard]] bool is_foreign(int socket);

}  // namespace magnetar::http
