#include <gtest/gtest.h>
#include <httplib.h>

#include <thread>

#include "test_server.h"

namespace magnetar::http {
namespace {

class HttpServerFiles : public testing::Test {
 protected:
  const std::string film_ = random_bytes(1'048'583);
  TestServer server_{serve_film(film_)};

  [[nodiscard]] std::string slice(std::int64_t begin, std::int64_t end) const {
    return film_.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
  }
};

/// The head without its Date, which is not known beforehand.
std::string without_date(std::string head) {
  const auto begin = head.find("Date: ");
  EXPECT_NE(begin, std::string::npos);
  const auto end = head.find("\r\n", begin) + 2;
  EXPECT_EQ(end - begin, std::string("Date: Sat, 21 Nov 2026 01:02:03 GMT\r\n").size());
  return head.erase(begin, end - begin);
}

TEST_F(HttpServerFiles, SendsExactlyTheseHeadersWithAPart) {
  const auto reply = server_.ask("Range: bytes=1-2\r\nOrigin: " + kOurOrigin + "\r\nConnection: close\r\n");
  EXPECT_EQ(without_date(reply.head),
            "HTTP/1.1 206 Partial Content\r\n"
            "Accept-Ranges: bytes\r\n"
            "ETag: \"c0ffee-0\"\r\n"
            "Content-Disposition: inline; filename=\"f_r.mp4\"; filename*=UTF-8''f%C3%BCr.mp4\r\n"
            "Content-Type: video/mp4\r\n"
            "Content-Range: bytes 1-2/1048583\r\n"
            "Cache-Control: no-store\r\n"
            "Vary: Origin\r\n"
            "Cross-Origin-Resource-Policy: same-origin\r\n"
            "Content-Security-Policy: sandbox; default-src 'none'; frame-ancestors 'none'\r\n"
            "X-Content-Type-Options: nosniff\r\n"
            "Referrer-Policy: no-referrer\r\n"
            "Cross-Origin-Opener-Policy: same-origin\r\n"
            "Access-Control-Allow-Origin: chrome-extension://abcdefghijklmnopabcdefghijklmnop\r\n"
            "Access-Control-Expose-Headers: Content-Range, Content-Length, Accept-Ranges\r\n"
            "Content-Length: 2\r\n"
            "Connection: close\r\n"
            "\r\n");
  EXPECT_EQ(reply.body, slice(1, 3));
}

TEST_F(HttpServerFiles, SendsTheWholeFile) {
  const auto reply = server_.ask();
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("Content-Length"), "1048583");
  EXPECT_EQ(reply.header("Content-Range"), "(none)");
  EXPECT_EQ(reply.header("Access-Control-Allow-Origin"), "(none)");
  EXPECT_EQ(reply.header("Vary"), "Origin");
  EXPECT_TRUE(reply.body == film_);
}

TEST_F(HttpServerFiles, SendsTheBytesOfAThousandRanges) {
  httplib::Client client("127.0.0.1", server_.port());
  client.set_keep_alive(true);
  std::mt19937 random(3);
  for (int round = 0; round < 1000; ++round) {
    const auto size = static_cast<std::int64_t>(film_.size());
    auto begin = static_cast<std::int64_t>(random()) % size;
    auto end = std::min<std::int64_t>(
        size, begin + 1 + static_cast<std::int64_t>(random()) % (1 << (random() % 20)));
    std::string range = std::to_string(begin) + "-" + std::to_string(end - 1);
    if (round % 10 == 0) range = std::to_string(begin) + "-", end = size;
    if (round % 10 == 1) range = "-" + std::to_string(size - begin), end = size;
    const auto reply = client.Get(server_.path(), {{"Range", "bytes=" + range}});
    ASSERT_TRUE(reply) << range;
    ASSERT_EQ(reply->status, 206) << range;
    ASSERT_EQ(reply->get_header_value("Content-Range"),
              "bytes " + std::to_string(begin) + "-" + std::to_string(end - 1) + "/1048583");
    ASSERT_TRUE(reply->body == slice(begin, end)) << range;
  }
}

TEST_F(HttpServerFiles, SendsTheFirstAndTheLastByte) {
  EXPECT_EQ(server_.ask("Range: bytes=0-0\r\n").body, slice(0, 1));
  EXPECT_EQ(server_.ask("Range: bytes=-1\r\n").body, slice(1'048'582, 1'048'583));
  EXPECT_EQ(server_.ask("Range: bytes=1048582-\r\n").header("Content-Range"),
            "bytes 1048582-1048582/1048583");
}

TEST_F(HttpServerFiles, SendsSeveralRangesInParts) {
  const auto reply = server_.ask("Range: bytes=0-1,1000000-1000002,-1\r\n");
  EXPECT_EQ(reply.status, 206);
  const std::string type = reply.header("Content-Type");
  ASSERT_TRUE(type.starts_with("multipart/byteranges; boundary=")) << type;
  const auto boundary = type.substr(std::string("multipart/byteranges; boundary=").size());
  EXPECT_EQ(boundary.size(), 32U);
  const auto part = [&](const char* range, const std::string& bytes) {
    return "--" + boundary + "\r\nContent-Type: video/mp4\r\nContent-Range: bytes " + range +
           "/1048583\r\n\r\n" + bytes + "\r\n";
  };
  EXPECT_EQ(reply.body, part("0-1", slice(0, 2)) + part("1000000-1000002", slice(1'000'000, 1'000'003)) +
                            part("1048582-1048582", slice(1'048'582, 1'048'583)) + "--" + boundary +
                            "--\r\n");
}

TEST_F(HttpServerFiles, SendsTheWholeFileForARangeThatIsMalformed) {
  for (const char* range : {"bytes=a-b", "items=0-1", "bytes=5-4", "bytes=", "bytes"}) {
    const auto reply = server_.ask(std::string("Range: ") + range + "\r\n");
    EXPECT_EQ(reply.status, 200) << range;
    EXPECT_EQ(reply.body.size(), 1'048'583U) << range;
  }
}

TEST_F(HttpServerFiles, SaysTheSizeWhenNoRangeFits) {
  const auto reply = server_.ask("Range: bytes=1048583-\r\n");
  EXPECT_EQ(reply.status, 416);
  EXPECT_EQ(reply.header("Content-Range"), "bytes */1048583");
  EXPECT_EQ(reply.header("Content-Length"), "0");
}

TEST_F(HttpServerFiles, KeepsToConditions) {
  EXPECT_EQ(server_.ask("Range: bytes=0-1\r\nIf-Range: \"c0ffee-0\"\r\n").status, 206);
  EXPECT_EQ(server_.ask("Range: bytes=0-1\r\nIf-Range: \"other\"\r\n").status, 200);
  const auto unchanged = server_.ask("If-None-Match: \"c0ffee-0\"\r\n");
  EXPECT_EQ(unchanged.status, 304);
  EXPECT_EQ(unchanged.header("ETag"), "\"c0ffee-0\"");
  EXPECT_EQ(unchanged.header("Content-Length"), "(none)");
}

TEST_F(HttpServerFiles, AnswersHeadLikeGetWithoutBytes) {
  for (const char* fields :
       {"", "Range: bytes=5-9\r\n", "Range: bytes=0-0,5-5\r\n", "Range: bytes=9999999-\r\n"}) {
    RawClient client(server_.port());
    const auto head = client.ask(server_.request(fields, "HEAD"));
    // The next answer on the same connection shows that the answer to HEAD has no body.
    const auto get = client.ask(server_.request(fields));
    EXPECT_EQ(head.status, get.status);
    EXPECT_EQ(head.header("Content-Length"), get.header("Content-Length"));
    EXPECT_EQ(head.header("Content-Range"), get.header("Content-Range"));
    EXPECT_EQ(std::to_string(get.body.size()), get.header("Content-Length"));
  }
}

TEST_F(HttpServerFiles, AnswersOneRequestAfterTheOther) {
  RawClient client(server_.port());
  client.send(server_.request("Range: bytes=0-9\r\n") + server_.request("", "HEAD") +
              server_.request("Range: bytes=10-19\r\n", "GET", "none") + server_.request());
  EXPECT_EQ(client.reply().body, slice(0, 10));
  EXPECT_EQ(client.reply(true).status, 200);
  EXPECT_EQ(client.reply().status, 404);
  EXPECT_EQ(client.end(), RawClient::End::closed);
}

TEST_F(HttpServerFiles, ClosesWhenAskedTo) {
  for (const char* fields : {"Connection: close\r\n", "Connection: keep-alive, close\r\n"}) {
    RawClient client(server_.port());
    EXPECT_EQ(client.ask(server_.request(fields)).header("Connection"), "close");
    EXPECT_EQ(client.end(), RawClient::End::closed);
  }
  RawClient old(server_.port());
  const auto reply = old.ask("GET " + server_.path() +
                             " HTTP/1.0\r\nHost: 127.0.0.1:" + std::to_string(server_.port()) + "\r\n\r\n");
  EXPECT_EQ(reply.body.size(), film_.size());
  EXPECT_EQ(old.end(), RawClient::End::closed);
}

TEST_F(HttpServerFiles, AnswersPreflights) {
  const auto reply =
      server_.ask("Origin: " + kOurOrigin + "\r\nAccess-Control-Request-Method: GET\r\n", "OPTIONS");
  EXPECT_EQ(reply.status, 204);
  EXPECT_EQ(reply.header("Access-Control-Allow-Methods"), "GET, HEAD");
  EXPECT_EQ(reply.header("Access-Control-Allow-Headers"), "Range, If-Range");
  EXPECT_EQ(reply.header("Access-Control-Allow-Origin"), kOurOrigin);
  EXPECT_EQ(reply.header("Content-Length"), "(none)");
}

TEST(HttpServer, SendsTextAndStatusAsTold) {
  TestServer server([](const Request& request) -> Answer {
    if (request.segments.back() == "text") return TextAnswer{"audio/x-mpegurl", "#EXTM3U\n"};
    if (request.segments.back() == "empty") return FileAnswer{0, "x.html", "e", nullptr};
    return StatusAnswer{503, 5};
  });
  const auto text = server.ask("", "GET", "text");
  EXPECT_EQ(text.status, 200);
  EXPECT_EQ(text.header("Content-Type"), "audio/x-mpegurl");
  EXPECT_EQ(text.header("Cross-Origin-Resource-Policy"), "same-origin");
  EXPECT_EQ(text.body, "#EXTM3U\n");
  EXPECT_EQ(server.ask("", "HEAD", "text").header("Content-Length"), "8");
  const auto later = server.ask("", "GET", "later");
  EXPECT_EQ(later.status, 503);
  EXPECT_EQ(later.header("Retry-After"), "5");
  const auto empty = server.ask("", "GET", "empty");
  EXPECT_EQ(empty.status, 200);
  EXPECT_EQ(empty.header("Content-Length"), "0");
  EXPECT_EQ(empty.header("Content-Type"), "application/octet-stream");
  EXPECT_TRUE(empty.header("Content-Disposition").starts_with("attachment;"));
}

TEST(HttpServer, GivesTheHandlerThePathBelowTheToken) {
  std::vector<std::string> seen;
  TestServer server([&seen](const Request& request) -> Answer {
    seen = request.segments;
    return TextAnswer{"text/plain", ""};
  });
  EXPECT_EQ(server.ask("", "GET", "torrents/a1/files/0/a%20b.mp4?x=y?z").status, 200);
  EXPECT_EQ(seen, (std::vector<std::string>{"torrents", "a1", "files", "0", "a b.mp4"}));
}

TEST(HttpServer, SendsTextWithAStatusAndFieldsOfItsOwn) {
  TestServer server([](const Request&) -> Answer {
    return TextAnswer{"application/json", "{}", 502, {{"Magnetar-End", "1"}}};
  });
  server.server().allow_origin("chrome-extension://abcdefghijklmnopabcdefghijklmnop");
  const auto answer =
      server.ask("Origin: chrome-extension://abcdefghijklmnopabcdefghijklmnop\r\n", "GET", "x");
  EXPECT_EQ(answer.status, 502);
  EXPECT_EQ(answer.header("Content-Type"), "application/json");
  EXPECT_EQ(answer.header("Magnetar-End"), "1");
  EXPECT_EQ(answer.header("Access-Control-Expose-Headers"),
            "Content-Range, Content-Length, Accept-Ranges, Magnetar-End");
}

TEST(HttpServer, SaysWhereItIs) {
  TestServer server([](const Request&) -> Answer { return StatusAnswer{}; });
  EXPECT_EQ(server.server().base_url(),
            "http://127.0.0.1:" + std::to_string(server.port()) + "/0123456789abcdef0123456789abcdef/");
}

TEST(HttpServer, FailsWhenThePortIsTaken) {
  TestServer server([](const Request&) -> Answer { return StatusAnswer{}; });
  ServerOptions options;
  options.token = kToken;
  options.port = server.port();
  const auto second = start_server(options, [](const Request&) -> Answer { return StatusAnswer{}; });
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, base::ErrorCode::io_error);
}

TEST(HttpServer, CutsAConnectionWhoseHandlerThrows) {
  TestServer server([](const Request&) -> Answer { throw std::runtime_error("a bug"); });
  RawClient client(server.port());
  EXPECT_EQ(client.ask(server.request()).status, 0);
  EXPECT_EQ(server.ask("", "OPTIONS").status, 204);
}

}  // namespace
}  // namespace magnetar::http
