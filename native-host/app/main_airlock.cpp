// magnetar-airlock DESCRIPTOR PORT PROGRAM [ARGUMENT]…: the only way out of a program that has a network of
// its own. Listens there on 127.0.0.1:PORT, sends the listener through the socket DESCRIPTOR to the daemon,
// which answers on it, and becomes the program. It has no other part of Magnetar in it: it runs where nothing
// of the person's is in sight.

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

constexpr int kNotStarted = 126;

int listen_on(unsigned long port) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (listener < 0 || ::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0 ||
      ::listen(listener, SOMAXCONN) != 0)
    return -1;
  return listener;
}

/// With one byte, since a message must have one.
bool send_through(int socket, int descriptor) {
  char byte = 'x';
  iovec content{&byte, 1};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr message{};
  message.msg_iov = &content;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof(control);
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  std::memcpy(CMSG_DATA(header), &descriptor, sizeof(int));
  return ::sendmsg(socket, &message, MSG_NOSIGNAL) == 1;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) return kNotStarted;
  const int socket = static_cast<int>(std::strtol(arguments[1], nullptr, 10));
  const int listener = listen_on(std::strtoul(arguments[2], nullptr, 10));
  if (listener < 0 || !send_through(socket, listener)) {
    std::perror("magnetar-airlock");
    return kNotStarted;
  }
  // The program gets neither.
  ::close(listener);
  ::close(socket);
  ::execv(arguments[3], arguments + 3);
  std::perror(arguments[3]);
  return kNotStarted;
}
