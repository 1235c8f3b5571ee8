#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>

#include "test_server.h"

namespace magnetar::http {
namespace {

class HttpServerTrust : public testing::Test {
 protected:
  std::atomic<int> handled_ = 0;
  TestServer server_{[this](const Request&) -> Answer {
    ++handled_;
    return TextAnswer{"text/plain", "secret"};
  }};

  [[nodiscard]] std::string port() const { return std::to_string(server_.port()); }
  [[nodiscard]] Reply raw(const std::string& text) const { return RawClient(server_.port()).ask(text); }
};

TEST_F(HttpServerTrust, AnswersNoOtherHost) {
  const std::vector<std::string> hosts{"evil.example", "evil.example:" + port(), "127.0.0.1",
                                       "127.0.0.1:1",  "[::1]:" + port(),        "127%2E0.0.1:" + port()};
  for (const auto& host : hosts) {
    EXPECT_EQ(raw("GET " + server_.path() + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status, 403) << host;
  }
  EXPECT_EQ(raw("GET " + server_.path() + " HTTP/1.1\r\n\r\n").status, 403);
  EXPECT_EQ(raw("GET " + server_.path() + " HTTP/1.1\r\nHost : 127.0.0.1:" + port() + "\r\n\r\n").status,
            400);
  EXPECT_EQ(handled_, 0);
  EXPECT_EQ(raw("GET " + server_.path() + " HTTP/1.1\r\nHost: localhost:" + port() + "\r\n\r\n").status, 200);
}

TEST_F(HttpServerTrust, AnswersOnAConnectionThatItIsHandedByTheSameRules) {
  for (const auto& [host, status] :
       {std::pair{"127.0.0.1:" + port(), 200}, std::pair{std::string("x"), 403}}) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
    const base::UniqueFd ours(ends[0]);
    server_.server().serve(base::UniqueFd(ends[1]));
    const auto request =
        "GET " + server_.path() + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
    ASSERT_EQ(::send(ours.get(), request.data(), request.size(), 0), std::ssize(request));
    std::string answer(12, '\0');
    ASSERT_EQ(::recv(ours.get(), answer.data(), answer.size(), MSG_WAITALL), 12);
    EXPECT_EQ(answer, "HTTP/1.1 " + std::to_string(status));
  }
}

TEST_F(HttpServerTrust, AnswersNoOtherPage) {
  EXPECT_EQ(server_.ask("Origin: https://evil.example\r\n").status, 403);
  EXPECT_EQ(server_.ask("Origin: null\r\n").status, 403);
  EXPECT_EQ(server_.ask("Sec-Fetch-Site: cross-site\r\n").status, 403);
  EXPECT_EQ(server_.ask("Sec-Fetch-Site: same-site\r\n").status, 403);
  EXPECT_EQ(server_.ask("Origin: https://evil.example\r\n", "OPTIONS").status, 403);
  EXPECT_EQ(handled_, 0);
  EXPECT_EQ(server_.ask("Origin: " + kOurOrigin + "\r\nSec-Fetch-Site: cross-site\r\n").status, 200);
}

TEST_F(HttpServerTrust, AnswersAnOriginFromItsAnnouncementOn) {
  const std::string firefox = "moz-extension://6c0a4b0e-0000-4000-8000-000000000000";
  EXPECT_EQ(server_.ask("Origin: " + firefox + "\r\n").status, 403);
  server_.server().allow_origin(firefox);
  EXPECT_EQ(server_.ask("Origin: " + firefox + "\r\n").header("Access-Control-Allow-Origin"), firefox);
}

TEST_F(HttpServerTrust, KeepsTheSixtyFourOriginsAnnouncedLast) {
  for (int i = 0; i < 63; ++i) server_.server().allow_origin("moz-extension://" + std::to_string(i));
  server_.server().allow_origin(kOurOrigin);
  server_.server().allow_origin("moz-extension://63");
  EXPECT_EQ(server_.ask("Origin: " + kOurOrigin + "\r\n").status, 200);
  EXPECT_EQ(server_.ask("Origin: moz-extension://1\r\n").status, 200);
  EXPECT_EQ(server_.ask("Origin: moz-extension://0\r\n").status, 403);
}

TEST_F(HttpServerTrust, AnswersNoGuessedToken) {
  for (const char* path : {"/", "/favicon.ico", "/status", "/00000000000000000000000000000000/film",
                           "/0123456789abcdef0123456789abcdee/film", "/0123456789abcdef/film"}) {
    EXPECT_EQ(raw("GET " + std::string(path) + " HTTP/1.1\r\nHost: 127.0.0.1:" + port() + "\r\n\r\n").status,
              404);
  }
  EXPECT_EQ(handled_, 0);
}

TEST_F(HttpServerTrust, ChangesNothingOverHttp) {
  for (const char* method : {"POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"}) {
    const auto reply = server_.ask("", method);
    EXPECT_EQ(reply.status, 405) << method;
    EXPECT_EQ(reply.header("Allow"), "GET, HEAD, OPTIONS");
  }
  EXPECT_EQ(handled_, 0);
}

/// The answer after its status line, without the Date.
std::string rest_of(const Reply& reply) {
  auto rest = reply.head.substr(reply.head.find("Date: "));
  return rest.substr(rest.find("\r\n")) + reply.body;
}

TEST_F(HttpServerTrust, RefusesEveryoneInTheSameWords) {
  const auto reference = rest_of(raw("GET / HTTP/1.1\r\nHost: 127.0.0.1:" + port() + "\r\n\r\n"));
  EXPECT_EQ(rest_of(server_.ask("Origin: https://evil.example\r\n")), reference);
  EXPECT_EQ(rest_of(raw("GET " + server_.path() + " HTTP/1.1\r\nHost: evil\r\n\r\n")), reference);
  EXPECT_EQ(rest_of(raw("PUT /x HTTP/1.1\r\nHost: 127.0.0.1:" + port() + "\r\n\r\n")), reference);
  EXPECT_EQ(reference.find("Server"), std::string::npos);
  EXPECT_EQ(reference.find("agnetar"), std::string::npos);
  EXPECT_TRUE(reference.ends_with("Content-Length: 0\r\nConnection: close\r\n\r\n"));
}

TEST_F(HttpServerTrust, EndsTheConnectionOfThoseItRefuses) {
  RawClient client(server_.port());
  EXPECT_EQ(client.ask(server_.request("Origin: https://evil.example\r\n")).status, 403);
  EXPECT_EQ(client.end(), RawClient::End::closed);
}

TEST_F(HttpServerTrust, ListensOnLoopbackOnly) {
  // 127.0.0.2 is this machine too, and would answer if the socket were bound to every address.
  base::UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(server_.port());
  address.sin_addr.s_addr = htonl(0x7F000002);
  EXPECT_NE(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
}

}  // namespace
}  // namespace magnetar::http
