#include "http/listener.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <system_error>

namespace magnetar::http {
namespace {

/// Connections that the kernel queues until they are accepted. With a backlog of 5, some of 64 simultaneous
/// players waited 8 s for their first byte: the kernel drops excess connections, and TCP retries much later.
constexpr int kBacklog = 1024;

/// Send buffer of a connection; the kernel doubles it. By default it grows to 4 MiB. With several clients,
/// the bytes then leave the processor's caches before they are sent: 8 and 64 clients at once get 1.5 times
/// as much with this size, a single one loses a tenth. A large buffer also makes the daemon believe that a
/// slow client is further than it is.
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
  // SO_REUSEADDR allows a given port to be used again at once. SO_REUSEPORT would let another process take a
  // share of the connections.
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
