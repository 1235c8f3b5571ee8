#include "base/stream_trace.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "base/atomic_file.h"
#include "support/fake_clock.h"
#include "support/temp_dir.h"

namespace magnetar::base {
namespace {

using namespace std::chrono_literals;

class StreamTraceTest : public testing::Test {
 protected:
  [[nodiscard]] std::string text() const { return read_file(file, 1000000).value(); }

  magnetar::tests::TempDir folder;
  const std::filesystem::path file = folder / "trace.jsonl";
  magnetar::tests::FakeClock clock;
  StreamTrace trace;
};

TEST_F(StreamTraceTest, WritesALineForEachEventWithTheSecondsSinceItBegan) {
  ASSERT_EQ(trace.start(file, clock).value(), file);
  trace.asked(PieceIndex{3}, 16384, {boost::asio::ip::make_address("127.0.0.1"), 6881});
  clock.advance(1500ms);
  trace.asked(PieceIndex{3}, 32768, {boost::asio::ip::make_address("::1"), 6882});
  trace.received(PieceIndex{3}, 16384);
  clock.advance(1us);
  trace.verified(PieceIndex{3}, true);
  trace.verified(PieceIndex{4}, false);
  trace.served("tab-1", FileIndex{2}, 100, 1048576);
  trace.served("", FileIndex{2}, 0, 1);
  EXPECT_EQ(trace.stop(), file);
  EXPECT_EQ(text(), R"({"t":0.000000,"event":"began"}
{"t":0.000000,"event":"asked","piece":3,"offset":16384,"peer":"127.0.0.1:6881"}
{"t":1.500000,"event":"asked","piece":3,"offset":32768,"peer":"[::1]:6882"}
{"t":1.500000,"event":"received","piece":3,"offset":16384}
{"t":1.500001,"event":"verified","piece":3,"passed":true}
{"t":1.500001,"event":"verified","piece":4,"passed":false}
{"t":1.500001,"event":"served","viewer":"tab-1","file":2,"offset":100,"length":1048576}
{"t":1.500001,"event":"served","viewer":null,"file":2,"offset":0,"length":1}
{"t":1.500001,"event":"ended","reason":"off"}
)");
}

TEST_F(StreamTraceTest, WritesNothingWhileItIsOff) {
  EXPECT_FALSE(trace.on());
  trace.received(PieceIndex{0}, 0);
  EXPECT_EQ(trace.stop(), std::nullopt);
  ASSERT_TRUE(trace.start(file, clock));
  EXPECT_TRUE(trace.on());
  EXPECT_EQ(trace.stop(), file);
  trace.received(PieceIndex{0}, 0);
  EXPECT_EQ(text().find("received"), std::string::npos);
  EXPECT_EQ(trace.stop(), std::nullopt);
}

TEST_F(StreamTraceTest, GoesOnInItsFileWhenItIsBegunTwice) {
  ASSERT_TRUE(trace.start(file, clock));
  EXPECT_EQ(trace.start(folder / "other.jsonl", clock).value(), file);
  EXPECT_FALSE(std::filesystem::exists(folder / "other.jsonl"));
}

TEST_F(StreamTraceTest, SaysWhenItsFileCannotBeWritten) {
  const auto started = trace.start(folder / "none" / "trace.jsonl", clock);
  EXPECT_EQ(started.error().code, ErrorCode::io_error);
  EXPECT_FALSE(trace.on());
}

TEST_F(StreamTraceTest, ANameCannotBreakItsLine) {
  ASSERT_TRUE(trace.start(file, clock));
  trace.served("a\"b\\c\nd", FileIndex{0}, 0, 1);
  trace.stop();
  EXPECT_NE(text().find("\"viewer\":\"a?b?c?d\""), std::string::npos);
}

TEST_F(StreamTraceTest, EndsBelowItsSizeAndSaysSo) {
  StreamTrace small(1000);
  ASSERT_TRUE(small.start(file, clock));
  for (int i = 0; i < 20; ++i) small.received(PieceIndex{1}, 0);
  EXPECT_FALSE(small.on());
  EXPECT_LE(text().size(), 1000U);
  EXPECT_GT(text().size(), 800U);
  EXPECT_TRUE(text().ends_with("{\"t\":0.000000,\"event\":\"ended\",\"reason\":\"full\"}\n"));
  EXPECT_EQ(small.stop(), file);
  EXPECT_EQ(small.stop(), std::nullopt);
  EXPECT_EQ(StreamTrace::kMostBytes, 67108864);
}

TEST_F(StreamTraceTest, KeepsLinesWholeThatComeFromManyThreads) {
  ASSERT_TRUE(trace.start(file, clock));
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([this] {
        for (int n = 0; n < 500; ++n) trace.received(PieceIndex{7}, 0);
      });
    }
  }
  trace.stop();
  std::istringstream lines(text());
  int received = 0;
  for (std::string line; std::getline(lines, line);)
    received += line == R"({"t":0.000000,"event":"received","piece":7,"offset":0})" ? 1 : 0;
  EXPECT_EQ(received, 2000);
}

}  // namespace
}  // namespace magnetar::base
