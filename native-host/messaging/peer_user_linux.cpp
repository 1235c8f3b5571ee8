#include <sys/socket.h>

#include "messaging/local_address.h"

namespace magnetar::messaging {

std::optional<uid_t> peer_user(int socket) {
  ucred peer{};
  socklen_t size = sizeof(peer);
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return std::nullopt;
  return peer.uid;
}

}  // namespace magnetar::messaging
