#pragma once
// Whose program is at the other end of a connection on this machine.

#include <sys/types.h>

#include <optional>

namespace magnetar::http {

/// The user who owns the socket at the other end of `socket`, an accepted TCP connection over loopback;
/// nothing when the system does not tell, or no program holds the other end any more: of such a socket the
/// kernel tells that root owns it.
[[nodiscard]] std::optional<uid_t> owner_of_peer(int socket);

/// Whether it may be another user, who is trusted with nothing: an owner that is not known is another one,
/// except where the system never tells (found out once, by a connection of this program with itself). Root
/// could read everything anyway.
[[nodiscard]] bool is_foreign(int socket);

}  // namespace magnetar::http
