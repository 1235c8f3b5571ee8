#include "messaging/stream_channel.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <string>

#include "channel_probe.h"
#include "support/run_loop.h"

namespace magnetar::messaging {
namespace {

using namespace std::string_literals;
using namespace std::chrono_literals;
using base::ErrorCode;
using tests::ChannelProbe;
using tests::run_until;

// One channel, and the other end of its socket without a channel.
class StreamChannelTest : public ::testing::Test {
 protected:
  void open(ChannelOptions options) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    peer = base::UniqueFd(ends[1]);
    auto channel = open_socket_channel(loop, base::UniqueFd(ends[0]), std::move(options));
    ASSERT_TRUE(channel);
    probe.own(std::move(channel).value());
  }
  void write(const std::string& bytes) {
    ASSERT_EQ(::send(peer.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }
  // Reads at the other end until the channel closes its own.
  std::string read_all() {
    std::string all;
    std::array<char, 4096> chunk{};
    for (;;) {
      const ssize_t got = ::recv(peer.get(), chunk.data(), chunk.size(), MSG_DONTWAIT);
      if (got <= 0) return all;
      all.append(chunk.data(), static_cast<std::size_t>(got));
    }
  }

  base::Loop loop;
  ChannelProbe probe;
  base::UniqueFd peer;
};

TEST_F(StreamChannelTest, GivesFramesInOrderThenTheEnd) {
  open({});
  write(
      "\x01\x00\x00\x00"
      "a\x02\x00\x00\x00"
      "bc"s);
  peer = base::UniqueFd();
  ASSERT_TRUE(run_until(loop, [&] { return probe.closed.has_value(); }));
  EXPECT_EQ(probe.frames, (std::vector{"a"s, "bc"s}));
  EXPECT_TRUE(probe.ended_well());
}

TEST_F(StreamChannelTest, TakesAnEndInTheMiddleOfAFrameForABrokenStream) {
  open({});
  write(
      "\x02\x00\x00\x00"
      "b"s);
  peer = base::UniqueFd();
  ASSERT_TRUE(run_until(loop, [&] { return probe.closed.has_value(); }));
  EXPECT_EQ(probe.failure(), ErrorCode::io_error);
}

TEST_F(StreamChannelTest, SendsFramesOverTheSocket) {
  open({});
  EXPECT_TRUE(probe.channel->send("one"));
  EXPECT_TRUE(probe.channel->send("ü"));
  probe.channel->close_after_flush();
  ASSERT_TRUE(run_until(loop, [&] { return probe.closed.has_value(); }));
  EXPECT_TRUE(probe.ended_well());
  EXPECT_EQ(read_all(), "\x03\x00\x00\x00one\x02\x00\x00\x00\xc3\xbc"s);
}

TEST_F(StreamChannelTest, AnswersAForbiddenLengthAndCloses) {
  ChannelOptions options;
  options.incoming_limit = 8;
  options.refusal = "no";
  open(std::move(options));
  write(
      "\x01\x00\x00\x00"
      "a\x09\x00\x00\x00"s);
  ASSERT_TRUE(run_until(loop, [&] { return probe.closed.has_value(); }));
  EXPECT_EQ(probe.frames, std::vector{"a"s});
  EXPECT_EQ(probe.failure(), ErrorCode::invalid_request);
  EXPECT_EQ(read_all(), "\x02\x00\x00\x00no"s);
  EXPECT_FALSE(probe.channel->send("late"));
}

TEST_F(StreamChannelTest, RefusesToSendAPayloadOverTheLimitAndGoesOn) {
  ChannelOptions options;
  options.outgoing_limit = 4;
  open(std::move(options));
  EXPECT_FALSE(probe.channel->send("12345"));
  EXPECT_FALSE(probe.channel->send(""));
  EXPECT_TRUE(probe.channel->send("1234"));
}

TEST_F(StreamChannelTest, ClosesWhenTheOtherSideDoesNotRead) {
  ChannelOptions options;
  options.queue_limit = 1024 * 1024;
  open(std::move(options));
  const std::string payload(64 * 1024, 'x');
  int sent = 0;
  while (probe.channel->send(payload)) {
    tests::run_ready(loop);
    ASSERT_LT(++sent, 1000);
  }
  ASSERT_TRUE(run_until(loop, [&] { return probe.closed.has_value(); }));
  EXPECT_EQ(probe.failure(), ErrorCode::io_error);
  EXPECT_GT(sent, 10);
}

TEST_F(StreamChannelTest, WaitsForAFlushNoLongerThanTheGrace) {
  ChannelOptions options;
  options.grace = 50ms;
  open(std::move(options));
  for (int i = 0; i < 8; ++i) ASSERT_TRUE(probe.channel->send(std::string(1024 * 1024, 'x')));
  const auto start = std::chrono::steady_clock::now();
  probe.channel->close_after_flush();
  ASSERT_TRUE(run_until(loop, [&] { return probe.closed.has_value(); }));
  EXPECT_GE(std::chrono::steady_clock::now() - start, 50ms);
  EXPECT_TRUE(probe.ended_well());
}

TEST_F(StreamChannelTest, SeesAReaderThatWentAwayAsAnErrorNotAsASignal) {
  open({});
  peer = base::UniqueFd();
  probe.channel->send("to nobody");
  ASSERT_TRUE(run_until(loop, [&] { return probe.closed.has_value(); }));
}

TEST_F(StreamChannelTest, MayBeDestroyedFromInsideItsOwnEvents) {
  open({});
  int frames = 0;
  bool closed = false;
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
  auto channel = std::move(open_socket_channel(loop, base::UniqueFd(ends[0]), {})).value();
  peer = base::UniqueFd(ends[1]);
  channel->start({[&](const std::string&) {
                    ++frames;
                    channel.reset();
                  },
                  [&](const base::Result<void>&) { closed = true; }});
  write(
      "\x01\x00\x00\x00"
      "a\x01\x00\x00\x00"
      "b"s);
  ASSERT_TRUE(run_until(loop, [&] { return frames > 0; }));
  tests::run_ready(loop);
  EXPECT_EQ(frames, 1);
  EXPECT_FALSE(closed);
  EXPECT_EQ(::recv(peer.get(), ends.data(), 1, MSG_DONTWAIT), 0) << "the socket is closed";
}

TEST_F(StreamChannelTest, PassesSixteenMebibytesBothWays) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
  ChannelOptions large;
  large.incoming_limit = large.outgoing_limit = 16777216;
  ChannelProbe left;
  ChannelProbe right;
  left.own(std::move(open_socket_channel(loop, base::UniqueFd(ends[0]), large)).value());
  right.own(std::move(open_socket_channel(loop, base::UniqueFd(ends[1]), large)).value());
  const std::string a(16777216, 'a');
  const std::string b(16777216, 'b');
  EXPECT_TRUE(left.channel->send(a));
  EXPECT_TRUE(right.channel->send(b));
  ASSERT_TRUE(run_until(loop, [&] { return !left.frames.empty() && !right.frames.empty(); }));
  EXPECT_EQ(left.frames[0], b);
  EXPECT_EQ(right.frames[0], a);
}

}  // namespace
}  // namespace magnetar::messaging
