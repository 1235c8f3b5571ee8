#include <gtest/gtest.h>
#include <pthread.h>

#include <future>

#include "test_server.h"

namespace magnetar::http {
namespace {

using std::chrono::milliseconds;

class HttpServerLimits : public testing::Test {
 protected:
  const std::string film_ = random_bytes(100'000);

  /// Sends a request that breaks a limit and checks the status and the end of the connection.
  static void expect_refusal(const TestServer& server, const std::string& request, int status) {
    RawClient client(server.port());
    const auto reply = client.ask(request);
    EXPECT_EQ(reply.status, status) << request.substr(0, 60);
    EXPECT_EQ(reply.header("Connection"), "close");
    EXPECT_EQ(reply.header("Content-Length"), "0");
    EXPECT_EQ(client.end(), RawClient::End::closed);
  }
};

TEST_F(HttpServerLimits, RefusesRequestsThatAreTooLargeOrMalformed) {
  TestServer server(serve_film(film_));
  expect_refusal(server, "GET /" + std::string(9000, 'a') + " HTTP/1.1\r\n\r\n", 414);
  expect_refusal(server, "GET /" + std::string(100'000, 'a') + " HTTP/1.1\r\n\r\n", 414);
  expect_refusal(server, server.request("A: " + std::string(17'000, 'a') + "\r\n"), 431);
  std::string fields;
  for (int i = 0; i < 65; ++i) fields += "A: b\r\n";
  expect_refusal(server, server.request(fields), 431);
  expect_refusal(server, server.request("Content-Length: 5\r\n", "POST") + "hello", 413);
  expect_refusal(server, server.request("Transfer-Encoding: chunked\r\n"), 413);
  expect_refusal(server, "nonsense\r\n\r\n", 400);
}

TEST_F(HttpServerLimits, EndsAConnectionWithoutARequest) {
  ServerOptions options;
  options.keep_alive = milliseconds(50);
  TestServer server(serve_film(film_), options);
  EXPECT_EQ(RawClient(server.port()).end(), RawClient::End::closed);
  RawClient used(server.port());
  EXPECT_EQ(used.ask(server.request()).status, 200);
  EXPECT_EQ(used.end(), RawClient::End::closed);
}

TEST_F(HttpServerLimits, EndsAConnectionWhoseRequestDrips) {
  ServerOptions options;
  options.head_timeout = milliseconds(100);
  TestServer server(serve_film(film_), options);
  RawClient client(server.port());
  client.send("GET / HT");
  EXPECT_EQ(client.end(), RawClient::End::closed);
}

/// During its lifetime the system refuses each new thread: no address space has room for its stack.
class NoThreads {
 public:
  NoThreads() {
    pthread_getattr_default_np(&before_);
    pthread_attr_t huge;
    pthread_attr_init(&huge);
    pthread_attr_setstacksize(&huge, std::size_t{1} << 60);
    EXPECT_EQ(pthread_setattr_default_np(&huge), 0);
    pthread_attr_destroy(&huge);
  }
  ~NoThreads() {
    pthread_setattr_default_np(&before_);
    pthread_attr_destroy(&before_);
  }
  NoThreads(const NoThreads&) = delete;
  NoThreads& operator=(const NoThreads&) = delete;

 private:
  pthread_attr_t before_{};
};

TEST_F(HttpServerLimits, AConnectionThatGetsNoThreadTakesNoPlaceFromLaterOnes) {
  ServerOptions options;
  options.connections = 1;
  TestServer server(serve_film(film_), options);
  {
    const NoThreads none;
    for (int i = 0; i < 3; ++i) EXPECT_EQ(RawClient(server.port()).end(), RawClient::End::closed);
  }
  EXPECT_EQ(RawClient(server.port()).ask(server.request()).status, 200);
}

TEST_F(HttpServerLimits, RefusesTheConnectionAboveTheLimit) {
  const Stall stall;
  std::atomic<int> waiting = 0;
  std::promise<void> all_wait;
  const auto film = serve_film(film_);
  TestServer server([&](const Request& request) -> Answer {
    if (request.segments.back() == "film") return film(request);
    if (++waiting == 128) all_wait.set_value();
    Stall(stall).wait(*request.cancel);
    return StatusAnswer{};
  });
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 128; ++i) {
    clients.push_back(std::make_unique<RawClient>(server.port()));
    clients.back()->send(server.request("", "GET", "wait"));
  }
  ASSERT_EQ(all_wait.get_future().wait_for(std::chrono::seconds(20)), std::future_status::ready);
  for (int i = 0; i < 5; ++i) {
    RawClient one_more(server.port());
    const auto reply = one_more.ask(server.request());
    EXPECT_EQ(reply.status, 503);
    EXPECT_EQ(reply.header("Retry-After"), "1");
    EXPECT_EQ(one_more.end(), RawClient::End::closed);
  }
}

TEST_F(HttpServerLimits, AConnectionThatIsNotReadGivesWayToANewOneTheStillestFirst) {
  ServerOptions options;
  options.connections = 2;
  options.gives_way_after = milliseconds(20);
  const auto film = random_bytes(20'000'000);
  TestServer server(serve_film(film), options);
  RawClient first(server.port(), 4096);
  first.send(server.request());
  EXPECT_EQ(first.read(1000).size(), 1000U);
  RawClient second(server.port(), 4096);
  second.send(server.request());
  EXPECT_EQ(second.read(1000).size(), 1000U);
  auto reply = server.ask("Range: bytes=0-99\r\n");
  for (int attempt = 0; reply.status == 503 && attempt < 10'000; ++attempt)
    reply = server.ask("Range: bytes=0-99\r\n");
  EXPECT_EQ(reply.status, 206);
  EXPECT_EQ(first.end(), RawClient::End::reset);
  EXPECT_EQ(second.read(5'000'000).size(), 5'000'000U) << "the other one goes on";
}

TEST_F(HttpServerLimits, AConnectionThatAsksForNothingGivesWayToANewOne) {
  ServerOptions options;
  options.connections = 1;
  options.gives_way_after = milliseconds(20);
  TestServer server(serve_film(film_), options);
  RawClient idle(server.port());
  EXPECT_EQ(idle.ask(server.request()).status, 200);
  auto reply = server.ask();
  for (int attempt = 0; reply.status == 503 && attempt < 10'000; ++attempt) reply = server.ask();
  EXPECT_EQ(reply.status, 200);
  EXPECT_NE(idle.end(), RawClient::End::still_open);
}

TEST_F(HttpServerLimits, AViewerHasSixteenConnectionsAndTheStillestGivesWayToOneMore) {
  const auto film = random_bytes(20'000'000);
  TestServer server(serve_film(film));
  std::vector<std::unique_ptr<RawClient>> clients;
  const auto join = [&] {
    clients.push_back(std::make_unique<RawClient>(server.port(), 4096));
    clients.back()->send(server.request("", "GET", "film?viewer=me"));
    EXPECT_EQ(clients.back()->read(1000).size(), 1000U) << clients.size();
  };
  for (int i = 0; i < 16; ++i) join();
  // All clients but the first read on.
  for (int i = 1; i < 16; ++i)
    EXPECT_EQ(clients[static_cast<std::size_t>(i)]->read(500'000).size(), 500'000U) << i;
  join();
  EXPECT_NE(clients.front()->end(), RawClient::End::still_open);
  EXPECT_EQ(clients[1]->read(1'000'000).size(), 1'000'000U);
  EXPECT_EQ(server.ask("Range: bytes=0-99\r\n", "GET", "film?viewer=other").status, 206);
}

TEST_F(HttpServerLimits, TakesAConnectionAgainWhenOneHasEnded) {
  ServerOptions options;
  options.connections = 1;
  TestServer server(serve_film(film_), options);
  for (int round = 0; round < 20; ++round) {
    RawClient client(server.port());
    // The server answers 503 until it has noticed the end of the connection before.
    auto reply = client.ask(server.request("Connection: close\r\n"));
    for (int attempt = 0; reply.status == 503 && attempt < 1000; ++attempt) {
      client = RawClient(server.port());
      reply = client.ask(server.request("Connection: close\r\n"));
    }
    EXPECT_EQ(reply.status, 200);
  }
}

TEST_F(HttpServerLimits, GivesUpOnAClientThatReadsNothing) {
  class Watched final : public ByteSource {
   public:
    Watched(const std::string& bytes, std::promise<void>& ended) : memory_(bytes), ended_(ended) {}
    ~Watched() override { ended_.set_value(); }
    base::Result<base::BodyBytes> next(std::int64_t offset, std::int64_t limit, std::span<std::byte> scratch,
                                       base::CancelToken& cancel) override {
      return memory_.next(offset, limit, scratch, cancel);
    }

   private:
    MemorySource memory_;
    std::promise<void>& ended_;
  };
  ServerOptions options;
  options.write_timeout = milliseconds(200);
  const auto film = random_bytes(20'000'000);
  std::promise<void> ended;
  TestServer server(
      [&](const Request&) -> Answer {
        return FileAnswer{20'000'000, "film.mp4", "e",
                          [&](std::int64_t) { return std::make_unique<Watched>(film, ended); }};
      },
      options);
  RawClient client(server.port(), 4096);
  client.send(server.request());
  ASSERT_EQ(ended.get_future().wait_for(std::chrono::seconds(20)), std::future_status::ready);
  EXPECT_EQ(client.end(), RawClient::End::reset);
}

TEST_F(HttpServerLimits, WaitsForAClientThatPauses) {
  const auto film = random_bytes(20'000'000);
  TestServer server(serve_film(film));
  RawClient paused(server.port(), 4096);
  paused.send(server.request());
  const auto begin = paused.read(100'000);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(server.ask("Range: bytes=0-99999\r\n").status, 206);
  const auto head = begin.substr(0, begin.find("\r\n\r\n") + 4);
  const auto rest = paused.read(head.size() + film.size() - begin.size());
  EXPECT_TRUE(begin.substr(head.size()) + rest == film);
}

}  // namespace
}  // namespace magnetar::http
