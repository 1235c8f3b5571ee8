#pragma once
// The user whose program is at the other end of a local connection.

#include <sys/types.h>

#include <optional>

namespace magnetar::http {

/// The user who owns the socket at the other end of `socket`, an accepted TCP connection over loopback. No
/// value when the system does not tell, or when the other end is closed: the kernel reports root for such a
/// socket.
[[nodiscard]] std::optional<uid_t> owner_of_peer(int socket);

/// Whether the other end may belong to another user, who is not trusted. An unknown owner counts as another
/// one, except on systems that never tell (found out once, by a connection of this program to itself). Root
/// counts as trusted, since it can read everything.
[[nodiscard]] bool is_foreign(int socket);

}  // namespace magnetar::http
