#include <gtest/gtest.h>

#include <future>

#include "test_server.h"

namespace magnetar::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class HttpServerWaiting : public testing::Test {
 protected:
  const std::string film_ = random_bytes(1'000'000);
  const Stall stall_;
};

TEST_F(HttpServerWaiting, SendsTheHeadBeforeTheFirstByteIsThere) {
  TestServer server(serve_stalling_film(film_, 0, stall_));
  RawClient client(server.port());
  client.send(server.request("Range: bytes=500-\r\n"));
  const auto head = client.reply(true);
  EXPECT_EQ(head.status, 206);
  EXPECT_EQ(head.header("Content-Range"), "bytes 500-999999/1000000");
  EXPECT_TRUE(stall_.waits());
}

TEST_F(HttpServerWaiting, SendsBytesAsTheyCome) {
  TestServer server(serve_stalling_film(film_, 1234, stall_));
  RawClient client(server.port());
  client.send(server.request());
  EXPECT_EQ(client.reply(true).status, 200);
  EXPECT_EQ(client.read(1234), film_.substr(0, 1234));
  EXPECT_TRUE(stall_.waits());
}

TEST_F(HttpServerWaiting, NoticesAClientThatIsGone) {
  TestServer server(serve_stalling_film(film_, 0, stall_));
  RawClient client(server.port());
  client.send(server.request());
  EXPECT_EQ(client.reply(true).status, 200);
  ASSERT_TRUE(stall_.waits());
  client.hang_up();
  EXPECT_TRUE(stall_.ended_within(seconds(1)));
}

TEST_F(HttpServerWaiting, NoticesAtOnceAClientThatIsGoneWithBytesUnread) {
  TestServer server(serve_stalling_film(film_, 100'000, stall_));
  RawClient client(server.port());
  client.send(server.request());
  ASSERT_TRUE(stall_.waits());
  client.hang_up();
  EXPECT_TRUE(stall_.ended_within(milliseconds(400)));
}

TEST_F(HttpServerWaiting, NoticesAClientThatIsGoneBeforeTheAnswerIsKnown) {
  TestServer server([stall = stall_](const Request& request) -> Answer {
    Stall(stall).wait(*request.cancel);
    return StatusAnswer{503, 5};
  });
  RawClient client(server.port());
  client.send(server.request());
  ASSERT_TRUE(stall_.waits());
  client.hang_up();
  EXPECT_TRUE(stall_.ended_within(seconds(1)));
}

TEST_F(HttpServerWaiting, ServesAClientThatOnlySendsNoMore) {
  const auto film = random_bytes(5'000'000);
  TestServer server(serve_film(film));
  RawClient client(server.port(), 4096);
  client.send(server.request());
  client.stop_sending();
  EXPECT_TRUE(client.reply().body == film);
}

TEST_F(HttpServerWaiting, DoesNotTakeTheNextRequestForAHangUp) {
  TestServer server(serve_stalling_film(film_, 0, stall_));
  RawClient client(server.port());
  client.send(server.request());
  ASSERT_TRUE(stall_.waits());
  client.send(server.request());
  EXPECT_FALSE(stall_.ended_within(milliseconds(800)));
}

TEST_F(HttpServerWaiting, CutsTheConnectionWhenTheBytesFail) {
  for (const auto error : {base::ErrorCode::timed_out, base::ErrorCode::io_error}) {
    class Failing final : public ByteSource {
     public:
      Failing(const std::string& bytes, base::ErrorCode error) : memory_(bytes, 1000), error_(error) {}
      base::Result<base::BodyBytes> next(std::int64_t offset, std::int64_t limit,
                                         std::span<std::byte> scratch, base::CancelToken& cancel) override {
        if (offset >= 5000) return base::Error{error_, "no more"};
        return memory_.next(offset, limit, scratch, cancel);
      }

     private:
      MemorySource memory_;
      base::ErrorCode error_;
    };
    TestServer server([&](const Request&) -> Answer {
      return FileAnswer{1'000'000, "film.mp4", "e",
                        [&](std::int64_t) { return std::make_unique<Failing>(film_, error); }};
    });
    RawClient client(server.port());
    client.send(server.request());
    EXPECT_EQ(client.end(), RawClient::End::reset);
  }
}

TEST_F(HttpServerWaiting, CutsTheConnectionWhenThereIsNoSource) {
  TestServer server([](const Request&) -> Answer {
    return FileAnswer{10, "film.mp4", "e", [](std::int64_t) { return nullptr; }};
  });
  RawClient client(server.port());
  client.send(server.request());
  EXPECT_EQ(client.end(), RawClient::End::reset);
}

TEST_F(HttpServerWaiting, StopsWhileEveryoneWaits) {
  std::atomic<int> waiting = 0;
  std::promise<void> all_wait;
  const auto film = random_bytes(20'000'000);
  auto server = std::make_unique<TestServer>([&](const Request& request) -> Answer {
    if (++waiting == 12) all_wait.set_value();
    if (request.segments.back() == "handler") {
      Stall().wait(*request.cancel);
      return StatusAnswer{};
    }
    if (request.segments.back() == "source") return serve_stalling_film(film, 10, Stall())(request);
    return serve_film(film)({{"film"}, request.cancel});
  });
  std::vector<std::unique_ptr<RawClient>> clients;
  const auto open = [&](const std::string& rest) {
    clients.push_back(std::make_unique<RawClient>(server->port(), 4096));
    if (!rest.empty()) clients.back()->send(server->request("", "GET", rest));
  };
  for (const char* what : {"handler", "source", "slow reader", ""}) {
    for (int i = 0; i < 4; ++i) open(std::string(what) == "slow reader" ? "slow" : what);
  }
  ASSERT_EQ(all_wait.get_future().wait_for(seconds(20)), std::future_status::ready);
  server->server().stop();
  server->server().stop();
  for (auto& client : clients) EXPECT_NE(client->end(), RawClient::End::still_open);
  server.reset();
}

TEST_F(HttpServerWaiting, StopsFromSeveralThreadsAtOnce) {
  TestServer server(serve_stalling_film(film_, 0, stall_));
  RawClient client(server.port());
  client.send(server.request());
  ASSERT_TRUE(stall_.waits());
  std::thread other([&server] { server.server().stop(); });
  server.server().stop();
  other.join();
  EXPECT_TRUE(stall_.ended_within(seconds(0)));
}

TEST_F(HttpServerWaiting, StopsInTheMiddleOfManyRequests) {
  auto server = std::make_unique<TestServer>(serve_film(film_));
  const auto port = server->port();
  const auto request = server->request("Range: bytes=0-99\r\n");
  std::vector<std::thread> clients;
  std::atomic<int> answered = 0;
  std::promise<void> busy;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&] {
      RawClient client(port);
      while (client.ask(request).status == 206) {
        if (++answered == 200) busy.set_value();
      }
    });
  }
  EXPECT_EQ(busy.get_future().wait_for(seconds(20)), std::future_status::ready);
  server.reset();
  for (auto& client : clients) client.join();
}

TEST_F(HttpServerWaiting, ServesSixtyFourClientsThatComeTogether) {
  TestServer server(serve_film(film_));
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 64; ++i) {
    clients.push_back(std::make_unique<RawClient>(server.port()));
    clients.back()->send(server.request());
  }
  for (auto& client : clients) EXPECT_TRUE(client->reply().body == film_);
}

}  // namespace
}  // namespace magnetar::http
