// magnetar-airlock [--listen DESCRIPTOR PORT] [--landlock PORT] [--read PATH]… [--device PATH]… -- PROGRAM
// [ARGUMENT]…: confines itself and becomes PROGRAM (ffmpeg). System calls that no decoder needs fail. With
// --listen, in a network namespace of its own, it listens on 127.0.0.1:PORT and sends the listener through
// the socket DESCRIPTOR to the daemon, which serves it: the only way out. With --landlock, when bubblewrap
// does not work, Landlock allows to read only the system's files and each PATH, and to connect to PORT only.
// It links no other part of Magnetar, because it runs without access to the person's files.

#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string_view>

#include "app/airlock/landlock_rules.h"
#include "app/airlock/system_call_filter.h"

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

/// Sends a descriptor with one byte, because a message must not be empty.
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

struct Listening {
  int socket = -1;
  unsigned long port = 0;
};

/// The parsed arguments.
struct Orders {
  std::optional<Listening> listening;
  std::optional<magnetar::app::airlock::LandlockRules> landlock;
  char** command = nullptr;  ///< null: the arguments are wrong
};

// Reads one option. `next` points to the word behind it. Returns false when the option is wrong.
bool take_option(std::string_view option, char**& next, Orders& orders) {
  if (*next == nullptr) return false;
  if (option == "--listen") {
    const char* socket = *next++;
    if (*next == nullptr) return false;
    orders.listening = {static_cast<int>(std::strtol(socket, nullptr, 10)),
                        std::strtoul(*next++, nullptr, 10)};
    return true;
  }
  if (option == "--landlock") {
    orders.landlock.emplace().port = static_cast<std::uint16_t>(std::strtoul(*next++, nullptr, 10));
    return true;
  }
  if (!orders.landlock || (option != "--read" && option != "--device")) return false;
  (option == "--read" ? orders.landlock->readable : orders.landlock->devices).push_back(*next++);
  return true;
}

Orders read_orders(char** arguments) {
  Orders orders;
  char** next = arguments + 1;
  while (*next != nullptr) {
    const std::string_view option = *next++;
    if (option == "--") {
      if (*next != nullptr) orders.command = next;
      return orders;
    }
    if (!take_option(option, next, orders)) return orders;
  }
  return orders;
}

/// Sends the listener to the daemon; the program inherits neither the listener nor the socket.
bool give_listener(const Listening& listening) {
  const int listener = listen_on(listening.port);
  if (listener < 0 || !send_through(listening.socket, listener)) return false;
  ::close(listener);
  ::close(listening.socket);
  return true;
}

bool restrict_itself(const Orders& orders) {
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
  if (orders.landlock) errno = magnetar::app::airlock::restrict_to(*orders.landlock);
  if (orders.landlock && errno != 0) return false;
  errno = magnetar::app::airlock::filter_system_calls();
  return errno == 0;
}

}  // namespace

int main(int, char** arguments) {
  const Orders orders = read_orders(arguments);
  if (orders.command == nullptr) {
    std::fputs("magnetar-airlock: no program is named\n", stderr);
    return kNotStarted;
  }
  if ((orders.listening && !give_listener(*orders.listening)) || !restrict_itself(orders)) {
    std::perror("magnetar-airlock");
    return kNotStarted;
  }
  ::execv(orders.command[0], orders.command);
  std::perror(orders.command[0]);
  return kNotStarted;
}
