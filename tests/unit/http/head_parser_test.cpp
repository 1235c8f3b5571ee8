#include "http/head_parser.h"

#include <gtest/gtest.h>

#include <random>

namespace magnetar::http {
namespace {

/// The status of a refusal, 200 for a head, 0 for neither.
int outcome(std::string_view bytes) {
  HeadParser parser;
  parser.append(bytes);
  const auto next = parser.next();
  if (!next) return 0;
  const auto* refusal = std::get_if<HeadRefusal>(&*next);
  return refusal != nullptr ? refusal->status : 200;
}

std::string request(const std::string& fields) {
  return "GET / HTTP/1.1\r\n" + fields + "\r\n";
}

TEST(HeadParser, ReadsARequest) {
  HeadParser parser;
  parser.append("GET /a%20b?c=d HTTP/1.1\r\nHost: h:1\r\nrange:  bytes=0- \r\nX:\r\n\r\n");
  const auto head = std::get<RequestHead>(parser.next().value());
  EXPECT_EQ(head.method, "GET");
  EXPECT_EQ(head.target, "/a%20b?c=d");
  EXPECT_TRUE(head.keep_alive);
  EXPECT_EQ(head.values("Host"), (std::vector<std::string_view>{"h:1"}));
  EXPECT_EQ(head.values("Range"), (std::vector<std::string_view>{"bytes=0-"}));
  EXPECT_EQ(head.values("X"), (std::vector<std::string_view>{""}));
  EXPECT_TRUE(head.values("Origin").empty());
}

TEST(HeadParser, RefusesBareLineFeedsInsteadOfWaiting) {
  EXPECT_EQ(outcome("GET / HTTP/1.1\nHost: h:1\n\n"), 400);
  EXPECT_EQ(outcome("GET / HTTP/1.1\r\nHost: h:1\n\n"), 400);
  EXPECT_EQ(outcome("GET / HTTP/1.1\nHost: h:1\n"), 0);
}

TEST(HeadParser, DecodesNothing) {
  HeadParser parser;
  parser.append(request("Host: 127%2E0.0.1\r\n"));
  EXPECT_EQ(std::get<RequestHead>(parser.next().value()).values("Host").front(), "127%2E0.0.1");
}

TEST(HeadParser, KnowsWhoWantsToStay) {
  const auto stays = [](const std::string& text) {
    HeadParser parser;
    parser.append(text);
    return std::get<RequestHead>(parser.next().value()).keep_alive;
  };
  EXPECT_TRUE(stays("GET / HTTP/1.1\r\n\r\n"));
  EXPECT_FALSE(stays("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"));
  EXPECT_FALSE(stays("GET / HTTP/1.1\r\nConnection: x, CLOSE\r\n\r\n"));
  EXPECT_FALSE(stays("GET / HTTP/1.0\r\n\r\n"));
  EXPECT_TRUE(stays("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
}

TEST(HeadParser, TakesHeadsInAnyPieces) {
  const std::string text = "GET /1 HTTP/1.1\r\nA: b\r\n\r\n\r\nHEAD /2 HTTP/1.1\r\n\r\n";
  for (std::size_t piece = 1; piece <= text.size(); ++piece) {
    HeadParser parser;
    std::string targets;
    for (std::size_t at = 0; at < text.size(); at += piece) {
      parser.append(std::string_view(text).substr(at, piece));
      while (auto head = parser.next()) targets += std::get<RequestHead>(*head).target;
    }
    EXPECT_EQ(targets, "/1/2") << piece;
    EXPECT_FALSE(parser.started());
  }
}

TEST(HeadParser, RefusesWhatIsMalformed) {
  for (const char* text :
       {"nonsense\r\n\r\n", "GET\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/2.0\r\n\r\n", "GET / HTTP/1\r\n\r\n",
        "GET  / HTTP/1.1\r\n\r\n", " GET / HTTP/1.1\r\n\r\n", "GET / a HTTP/1.1\r\n\r\n",
        "G\x01T / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost : h\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n", "GET / HTTP/1.1\r\n: x\r\n\r\n",
        "GET / HTTP/1.1\nHost: h\n\r\n\r\n", "GET / HTTP/1.1\r\nA: b\nC: d\r\n\r\n",
        "GET / HTTP/1.1\r\nA: \x01\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\x16\x03\x01\x02\r\n\r\n"}) {
    EXPECT_EQ(outcome(text), 400) << text;
  }
}

TEST(HeadParser, RefusesABody) {
  EXPECT_EQ(outcome(request("Content-Length: 1\r\n")), 413);
  EXPECT_EQ(outcome(request("Content-Length: 99999999999\r\n")), 413);
  EXPECT_EQ(outcome(request("Transfer-Encoding: chunked\r\n")), 413);
  EXPECT_EQ(outcome("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello"), 413);
  EXPECT_EQ(outcome(request("Content-Length: 0\r\n")), 200);
}

TEST(HeadParser, LimitsTheRequestLine) {
  const auto line = [](std::size_t size) { return "GET /" + std::string(size - 14, 'a') + " HTTP/1.1"; };
  EXPECT_EQ(outcome(line(8192) + "\r\n\r\n"), 200);
  EXPECT_EQ(outcome(line(8193) + "\r\n\r\n"), 414);
  EXPECT_EQ(outcome(std::string(8192, 'a')), 0);
  EXPECT_EQ(outcome(std::string(8193, 'a')), 414);
}

TEST(HeadParser, LimitsTheSizeOfTheFields) {
  EXPECT_EQ(outcome(request("A: " + std::string(16384 - 3, 'a') + "\r\n")), 200);
  EXPECT_EQ(outcome(request("A: " + std::string(16384 - 2, 'a') + "\r\n")), 431);
  EXPECT_EQ(outcome("GET / HTTP/1.1\r\nA: " + std::string(16384 - 2, 'a')), 431);
}

TEST(HeadParser, LimitsTheNumberOfFields) {
  std::string fields;
  for (int i = 0; i < 64; ++i) fields += "A: b\r\n";
  EXPECT_EQ(outcome(request(fields)), 200);
  EXPECT_EQ(outcome(request(fields + "A: b\r\n")), 431);
}

TEST(HeadParser, StandsAnyBytes) {
  std::mt19937 random(11);
  const std::string valid = "GET /a HTTP/1.1\r\nHost: h\r\nRange: bytes=0-\r\nContent-Length: 0\r\n\r\n";
  for (int round = 0; round < 20000; ++round) {
    auto bytes = valid;
    for (auto changes = random() % 5; changes > 0; --changes) {
      bytes[random() % bytes.size()] = static_cast<char>(random() % 256);
    }
    const int status = outcome(bytes);
    ASSERT_TRUE(status == 0 || status == 200 || status == 400 || status == 413) << bytes;
  }
}

}  // namespace
}  // namespace magnetar::http
