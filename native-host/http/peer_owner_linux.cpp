#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>

#include "base/unique_fd.h"
#include "http/peer_owner.h"

namespace magnetar::http {
namespace {

struct Question {
  nlmsghdr header{};
  inet_diag_req_v2 request{};
};

std::optional<sockaddr_in> address(int socket, int (*ask)(int, sockaddr*, socklen_t*)) {
  sockaddr_in found{};
  socklen_t size = sizeof(found);
  if (ask(socket, reinterpret_cast<sockaddr*>(&found), &size) != 0 || found.sin_family != AF_INET)
    return std::nullopt;
  return found;
}

/// Asks for the socket at `there` that is connected to `here` (sock_diag(7)).
Question question_about(const sockaddr_in& there, const sockaddr_in& here) {
  Question question;
  question.header.nlmsg_len = sizeof(question);
  question.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  question.header.nlmsg_flags = NLM_F_REQUEST;
  question.request.sdiag_family = AF_INET;
  question.request.sdiag_protocol = IPPROTO_TCP;
  question.request.idiag_states = ~0U;
  question.request.id.idiag_sport = there.sin_port;
  question.request.id.idiag_dport = here.sin_port;
  question.request.id.idiag_src[0] = there.sin_addr.s_addr;
  question.request.id.idiag_dst[0] = here.sin_addr.s_addr;
  question.request.id.idiag_cookie[0] = question.request.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
  return question;
}

bool asks_in_vain() {
  const base::UniqueFd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const base::UniqueFd client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in loopback{};
  loopback.sin_family = AF_INET;
  loopback.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(listener.get(), reinterpret_cast<const sockaddr*>(&loopback), sizeof(loopback)) != 0 ||
      ::listen(listener.get(), 1) != 0)
    return false;
  const auto there = address(listener.get(), ::getsockname);
  if (!there || ::connect(client.get(), reinterpret_cast<const sockaddr*>(&*there), sizeof(*there)) != 0)
    return false;
  const base::UniqueFd accepted(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
  return accepted && !owner_of_peer(accepted.get());
}

/// Some systems have no sock_diag, or do not permit it.
bool system_tells_owners() {
  static const bool tells = !asks_in_vain();
  return tells;
}

}  // namespace

std::optional<uid_t> owner_of_peer(int socket) {
  const auto there = address(socket, ::getpeername);
  const auto here = address(socket, ::getsockname);
  if (!there || !here) return std::nullopt;
  const base::UniqueFd kernel(::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
  if (!kernel) return std::nullopt;
  const Question question = question_about(*there, *here);
  if (::send(kernel.get(), &question, sizeof(question), 0) != static_cast<ssize_t>(sizeof(question)))
    return std::nullopt;
  // The kernel has answered by the time send() returns.
  alignas(nlmsghdr) std::array<char, 4096> answer{};
  const ssize_t length = ::recv(kernel.get(), answer.data(), answer.size(), MSG_DONTWAIT);
  nlmsghdr header{};
  inet_diag_msg found{};
  if (length < static_cast<ssize_t>(NLMSG_LENGTH(sizeof(found)))) return std::nullopt;
  std::memcpy(&header, answer.data(), sizeof(header));
  if (header.nlmsg_type != SOCK_DIAG_BY_FAMILY) return std::nullopt;
  std::memcpy(&found, answer.data() + NLMSG_HDRLEN, sizeof(found));
  // A socket without an inode was closed before its bytes were read; the kernel reports user 0 for it.
  if (found.idiag_inode == 0) return std::nullopt;
  return found.idiag_uid;
}

bool is_foreign(int socket) {
  const auto owner = owner_of_peer(socket);
  if (!owner) return system_tells_owners();
  return *owner != ::geteuid() && *owner != 0;
}

}  // namespace magnetar::http
