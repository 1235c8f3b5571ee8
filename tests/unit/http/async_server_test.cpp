#include "http/async_server.h"

#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <future>
#include <thread>

#include "http/datagram_server.h"
#include "unit/http/raw_client.h"

namespace magnetar::http {
namespace {

using boost::asio::ip::make_address;

/// A server on a thread of its own, which echoes requests and sends messages.
class Echo final : public AsyncHandler {
 public:
  explicit Echo(bool requests = true, bool web_sockets = true, const ConnectionLimits& limits = {})
      : connections_(limits) {
    server_ = std::move(AsyncServer::open(context_, {make_address("127.0.0.1"), 0, requests, web_sockets},
                                          connections_, budget_, *this)
                            .value());
    thread_ = std::thread([this] { context_.run(); });
  }
  ~Echo() override {
    on_loop([this] {
      connections_.end_all();
      server_.reset();
    });
    context_.stop();
    thread_.join();
  }
  Echo(const Echo&) = delete;
  Echo& operator=(const Echo&) = delete;

  Response on_request(const RequestHead& head, const boost::asio::ip::address& remote) override {
    return {200, {}, {head.target + " " + remote.to_string()}};
  }
  void on_open(const std::shared_ptr<WebSocket>&, const RequestHead& head) override { opened_ = head.target; }
  void on_message(WebSocket& socket, std::string_view text) override {
    if (!socket.send(std::string(text))) socket.end();
  }
  void on_closed(WebSocket&) override { ++closed_; }

  /// Runs a function on the server's thread.
  void on_loop(const std::function<void()>& work) {
    std::promise<void> done;
    boost::asio::post(context_, [&] {
      work();
      done.set_value();
    });
    done.get_future().wait();
  }
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  [[nodiscard]] std::size_t used() {
    std::size_t bytes = 0;
    on_loop([&] { bytes = budget_.used(); });
    return bytes;
  }
  /// Sockets that are closed. The client may see the end before the server's thread has told it.
  [[nodiscard]] int closed() {
    int count = 0;
    on_loop([&] { count = closed_; });
    return count;
  }
  [[nodiscard]] std::string opened() {
    std::string target;
    on_loop([&] { target = opened_; });
    return target;
  }
  void check(base::TimePoint now) {
    on_loop([&] { connections_.check(now); });
  }

 private:
  std::string opened_;
  int closed_ = 0;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_ = make_work_guard(context_);
  OpenConnections connections_;
  ByteBudget budget_{std::size_t{3} << 20U};
  std::unique_ptr<AsyncServer> server_;
  std::thread thread_;
};

const std::string kUpgrade =
    "GET /swarm?ticket=a HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

/// A frame of a client (RFC 6455 5.2), masked with zeros.
std::string frame(char first, const std::string& payload) {
  std::string head(1, first);
  if (payload.size() < 126) {
    head += static_cast<char>(0x80U | payload.size());
  } else {
    head += '\xff';
    for (int shift = 56; shift >= 0; shift -= 8) head += static_cast<char>(payload.size() >> shift & 0xffU);
  }
  return head + std::string(4, '\0') + payload;
}

constexpr char kText = '\x81';
constexpr char kBinary = '\x82';

TEST(AsyncServer, AnswersRequestsOneAfterTheOther) {
  Echo echo;
  RawClient client(echo.port());
  client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(client.reply().body, "/a 127.0.0.1");
  const Reply last = client.reply();
  EXPECT_EQ(last.body, "/b 127.0.0.1");
  EXPECT_EQ(last.header("Connection"), "close");
  EXPECT_EQ(client.end(), RawClient::End::closed);
}

TEST(AsyncServer, RefusesWhatIsNoRequest) {
  Echo echo;
  EXPECT_EQ(RawClient(echo.port()).ask("nonsense\r\n\r\n").status, 400);
  EXPECT_EQ(RawClient(echo.port()).ask("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello").status, 413);
  EXPECT_EQ(RawClient(echo.port()).ask("GET /" + std::string(10'000, 'a') + " HTTP/1.1\r\n\r\n").status, 414);
}

TEST(AsyncServer, EndsAConnectionThatSendsNoWholeHead) {
  Echo echo;
  RawClient client(echo.port());
  client.send("GET / HTT");
  RawClient other(echo.port());
  EXPECT_EQ(other.ask("GET / HTTP/1.1\r\n\r\n").status, 200);
  echo.check(base::monotonic_now() + std::chrono::seconds(11));
  EXPECT_EQ(client.end(), RawClient::End::closed);
}

// RFC 6455 1.3 has this key and its answer as its example.
TEST(AsyncServer, BecomesAWebSocketWhenItIsAsked) {
  Echo echo;
  RawClient client(echo.port());
  const Reply reply = client.ask(kUpgrade);
  EXPECT_EQ(reply.status, 101);
  EXPECT_EQ(reply.header("Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  client.send(frame(kText, "hello"));
  EXPECT_EQ(client.read(7), "\x81\x05hello");
  EXPECT_EQ(echo.opened(), "/swarm?ticket=a");
}

TEST(AsyncServer, AsksForAnUpgradeWhereItHasWebSocketsOnly) {
  Echo echo(false, true);
  const Reply reply = RawClient(echo.port()).ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(reply.status, 426);
  EXPECT_EQ(reply.header("Upgrade"), "websocket");
}

TEST(AsyncServer, TakesAnUpgradeForARequestWhereItHasNoWebSockets) {
  Echo echo(true, false);
  EXPECT_EQ(RawClient(echo.port()).ask(kUpgrade).body, "/swarm?ticket=a 127.0.0.1");
}

TEST(WebSocket, TakesAMessageOfOneMebibyteAndNoLarger) {
  Echo echo;
  RawClient client(echo.port());
  ASSERT_EQ(client.ask(kUpgrade).status, 101);
  client.send(frame(kText, std::string(1 << 20, 'x')));
  EXPECT_EQ(client.read(1 << 20).size(), std::size_t{1} << 20U);
  RawClient other(echo.port());
  ASSERT_EQ(other.ask(kUpgrade).status, 101);
  other.send(frame(kText, std::string((1 << 20) + 1, 'x')));
  // A close frame that says 1009, "message too big" (RFC 6455 7.4.1).
  EXPECT_EQ(other.read(4), "\x88\x02\x03\xf1");
  EXPECT_NE(other.end(), RawClient::End::still_open);
  EXPECT_EQ(echo.closed(), 1);
}

TEST(WebSocket, IsClosedForABinaryMessage) {
  Echo echo;
  RawClient client(echo.port());
  ASSERT_EQ(client.ask(kUpgrade).status, 101);
  client.send(frame(kBinary, "hello"));
  EXPECT_NE(client.end(), RawClient::End::still_open);
  EXPECT_EQ(echo.closed(), 1);
}

TEST(WebSocket, IsClosedWhenAMessageDrips) {
  Echo echo;
  RawClient client(echo.port());
  ASSERT_EQ(client.ask(kUpgrade).status, 101);
  client.send(frame(kText, std::string(1000, 'x')).substr(0, 500));
  RawClient other(echo.port());
  ASSERT_EQ(other.ask(kUpgrade).status, 101);
  echo.check(base::monotonic_now() + std::chrono::seconds(21));
  EXPECT_NE(client.end(), RawClient::End::still_open);
  other.send(frame(kText, "x"));
  EXPECT_EQ(other.read(3), "\x81\x01x");
}

TEST(WebSocket, IsClosedWhenItsClientDoesNotRead) {
  Echo echo;
  RawClient client(echo.port(), 4096);
  ASSERT_EQ(client.ask(kUpgrade).status, 101);
  const std::string message = frame(kText, std::string(1 << 19, 'x'));
  for (int n = 0; n < 40 && echo.closed() == 0; ++n) client.send(message);
  RawClient other(echo.port());
  ASSERT_EQ(other.ask(kUpgrade).status, 101);
  other.send(frame(kText, "x"));
  EXPECT_EQ(other.read(3), "\x81\x01x");
  EXPECT_EQ(echo.closed(), 1);
  EXPECT_EQ(echo.used(), 0U);
}

TEST(WebSocket, SharesItsMemoryWithTheOthers) {
  Echo echo;
  std::vector<std::unique_ptr<RawClient>> clients;
  // Messages of 1 MiB without their last byte: the server holds three of them, and no fourth.
  for (int n = 0; n < 6; ++n) {
    clients.push_back(std::make_unique<RawClient>(echo.port()));
    ASSERT_EQ(clients.back()->ask(kUpgrade).status, 101);
    const std::string message = frame(kText, std::string(1 << 20, 'x'));
    clients.back()->send(message.substr(0, message.size() - 1));
  }
  RawClient small(echo.port());
  ASSERT_EQ(small.ask(kUpgrade).status, 101);
  small.send(frame(kText, "x"));
  EXPECT_EQ(small.read(3), "\x81\x01x");
  EXPECT_LE(echo.used(), std::size_t{3} << 20U);
}

TEST(AsyncServer, LetsNewConnectionsInDuringAFlood) {
  Echo echo(true, true, {.all = 8, .of_an_address = 8});
  std::vector<std::unique_ptr<RawClient>> flood;
  for (int n = 0; n < 50; ++n) flood.push_back(std::make_unique<RawClient>(echo.port()));
  EXPECT_EQ(RawClient(echo.port()).ask("GET / HTTP/1.1\r\n\r\n").status, 200);
}

}  // namespace
}  // namespace magnetar::http
