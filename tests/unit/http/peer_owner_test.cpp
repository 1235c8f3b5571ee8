#include "http/peer_owner.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <string>

#include "base/unique_fd.h"
#include "http/answer.h"
#include "http/http_server.h"
#include "http/listener.h"

namespace magnetar::http {
namespace {

constexpr uid_t kNobody = 65534;

base::UniqueFd connected(std::uint16_t port) {
  base::UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0)
    return base::UniqueFd();
  return socket;
}

std::string answer_to(int socket, const std::string& request) {
  static_cast<void>(::send(socket, request.data(), request.size(), MSG_NOSIGNAL));
  std::string answer;
  std::array<char, 1024> part{};
  for (ssize_t got = 0; (got = ::recv(socket, part.data(), part.size(), 0)) > 0;)
    answer.append(part.data(), static_cast<std::size_t>(got));
  return answer;
}

TEST(PeerOwner, IsWhoRunsTheProgramAtTheOtherEnd) {
  const auto listener = listen_on_loopback(0);
  ASSERT_TRUE(listener);
  const auto client = connected(listener.value().port);
  const base::UniqueFd accepted(::accept(listener.value().socket.get(), nullptr, nullptr));
  ASSERT_TRUE(accepted);
  EXPECT_EQ(owner_of_peer(accepted.get()), ::geteuid());
  EXPECT_FALSE(is_foreign(accepted.get()));
}

TEST(PeerOwner, IsUnknownOnceTheOtherEndIsClosed) {
  const auto listener = listen_on_loopback(0);
  ASSERT_TRUE(listener);
  auto client = connected(listener.value().port);
  const base::UniqueFd accepted(::accept(listener.value().socket.get(), nullptr, nullptr));
  const linger reset{1, 0};
  ::setsockopt(client.get(), SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
  client = base::UniqueFd();
  EXPECT_EQ(owner_of_peer(accepted.get()), std::nullopt);
  EXPECT_TRUE(is_foreign(accepted.get()));
}

TEST(PeerOwner, IsUnknownWhenTheOtherEndHasSentAndGone) {
  const auto listener = listen_on_loopback(0);
  ASSERT_TRUE(listener);
  auto client = connected(listener.value().port);
  const base::UniqueFd accepted(::accept(listener.value().socket.get(), nullptr, nullptr));
  ASSERT_EQ(::send(client.get(), "GET", 3, MSG_NOSIGNAL), 3);
  client = base::UniqueFd();
  EXPECT_EQ(owner_of_peer(accepted.get()), std::nullopt);
  EXPECT_TRUE(is_foreign(accepted.get()));
}

TEST(PeerOwner, IsKnownWhenTheOtherEndHasOnlyFinishedSending) {
  const auto listener = listen_on_loopback(0);
  ASSERT_TRUE(listener);
  const auto client = connected(listener.value().port);
  const base::UniqueFd accepted(::accept(listener.value().socket.get(), nullptr, nullptr));
  ASSERT_EQ(::shutdown(client.get(), SHUT_WR), 0);
  EXPECT_EQ(owner_of_peer(accepted.get()), ::geteuid());
}

TEST(PeerOwner, AnotherUserGetsNoAnswerEvenWithTheToken) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can become another user";
  ServerOptions options;
  options.token = "0123456789abcdef0123456789abcdef";
  const auto server = start_server(std::move(options), [](const Request&) -> Answer {
    StatusAnswer missing;
    missing.status = 404;
    return missing;
  });
  ASSERT_TRUE(server);
  const auto port = server.value()->port();
  const std::string request =
      "GET /0123456789abcdef0123456789abcdef/x HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
      "\r\nConnection: close\r\n\r\n";
  EXPECT_EQ(answer_to(connected(port).get(), request).substr(0, 12), "HTTP/1.1 404");
  // The child only connects and reads; its exit code tells whether there was an answer.
  const pid_t child = ::fork();
  if (child == 0) {
    if (::setuid(kNobody) != 0) ::_exit(2);
    ::_exit(answer_to(connected(port).get(), request).empty() ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(PeerOwner, AnotherUserWhoSendsAndClosesIsNotLetIn) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can become another user";
  std::atomic<int> let_in = 0;
  ServerOptions options;
  options.token = "0123456789abcdef0123456789abcdef";
  const auto server = start_server(std::move(options), [&let_in](const Request&) -> Answer {
    ++let_in;
    return StatusAnswer{};
  });
  ASSERT_TRUE(server);
  const auto port = server.value()->port();
  const pid_t child = ::fork();
  if (child == 0) {
    if (::setuid(kNobody) != 0) ::_exit(2);
    const std::string request =
        "GET /0123456789abcdef0123456789abcdef/x HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
        "\r\n\r\n";
    for (int i = 0; i < 500; ++i) {
      const auto client = connected(port);
      static_cast<void>(::send(client.get(), request.data(), request.size(), MSG_NOSIGNAL));
    }
    ::_exit(0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_EQ(WEXITSTATUS(status), 0);
  // This request is accepted after all of the child's.
  const std::string request =
      "GET /0123456789abcdef0123456789abcdef/x HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
      "\r\nConnection: close\r\n\r\n";
  EXPECT_FALSE(answer_to(connected(port).get(), request).empty());
  EXPECT_EQ(let_in, 1);
}

}  // namespace
}  // namespace magnetar::http
