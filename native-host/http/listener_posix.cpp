#include "http/listener.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <system_error>

namespace magnetar::http {
namespace {

/// Connections that the kernel keeps until they are accepted. With 5 of them, of 64 players that came at once
/// some waited 8 s for their first byte: the kernel drops what does not fit, and TCP tries again much later.
constexpr int kBacklog = 1024;

/// What the kernel takes of a body before its client has room for it; the kernel doubles it. Left alone it
/// grows to 4 MiB: of several clients, the bytes have then left the processor's caches before they are taken
/// (8 and 64 clients at once get 1.5 times as much with this size; a single one loses a tenth), and the
/// daemon believes a slow client to be further than it is.
constexpr int kSendBuffer = 144 * 1024;

base::Error failure(const char* what) {
  return {base::ErrorCode::io_error, std::string(what) + ": " + std::generic_category().message(errno)};
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

}  // namespace

base::Result<Listener> listen_on_loopback(std::uint16_t port) {
  base::UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) return failure("socket");
  const int yes = 1;
  // SO_REUSEADDR so that a given port can be used again at once; never SO_REUSEPORT, with which another
  // process could take a share of the connections.
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
  auto address = loopback(port);
  socklen_t size = sizeof(address);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(socket.get(), generic, size) != 0) return failure("bind");
  if (::listen(socket.get(), kBacklog) != 0) return failure("listen");
  if (::getsockname(socket.get(), generic, &size) != 0) return failure("getsockname");
  return Listener{std::move(socket), ntohs(address.sin_port)};
}

AcceptOutcome accept_connection(int listener, base::UniqueFd& socket) {
  socket = base::UniqueFd(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!socket) {
    const bool full = errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
    return full ? AcceptOutcome::no_descriptors : AcceptOutcome::nothing;
  }
  set_up(socket.get());
  return AcceptOutcome::accepted;
}

void set_up(int connection) {
  const int yes = 1;
  ::setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
  ::setsockopt(connection, SOL_SOCKET, SO_SNDBUF, &kSendBuffer, sizeof(kSendBuffer));
}

}  // namespace magnetar::http
