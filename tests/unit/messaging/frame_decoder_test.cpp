#include "messaging/frame_decoder.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace magnetar::messaging {
namespace {

using namespace std::string_literals;

std::vector<std::string> frames_of(FrameDecoder& decoder) {
  std::vector<std::string> frames;
  for (;;) {
    auto frame = decoder.next();
    if (!frame || !frame.value()) return frames;
    frames.push_back(*std::move(frame).value());
  }
}

TEST(FrameDecoder, ReadsALittleEndianLength) {
  FrameDecoder decoder(1000);
  const std::string payload(258, 'x');
  decoder.feed("\x02\x01\x00\x00"s + payload);
  EXPECT_EQ(frames_of(decoder), std::vector{payload});
}

TEST(FrameDecoder, GivesTheSameFramesForEveryWayToCutTheStream) {
  const std::string stream =
      "\x01\x00\x00\x00"
      "a\x05\x00\x00\x00\x00\xff\xc3\xbc\n\x02\x00\x00\x00{}"s;
  const std::vector expected{"a"s, "\x00\xff\xc3\xbc\n"s, "{}"s};
  for (std::size_t chunk = 1; chunk <= stream.size(); ++chunk) {
    FrameDecoder decoder(5);
    std::vector<std::string> frames;
    for (std::size_t at = 0; at < stream.size(); at += chunk) {
      decoder.feed(std::string_view(stream).substr(at, chunk));
      for (auto& frame : frames_of(decoder)) frames.push_back(std::move(frame));
    }
    EXPECT_EQ(frames, expected) << chunk;
    EXPECT_FALSE(decoder.mid_frame()) << chunk;
  }
}

TEST(FrameDecoder, TakesAPayloadOfExactlyTheLimit) {
  FrameDecoder decoder(4);
  decoder.feed(
      "\x04\x00\x00\x00"
      "1234"s);
  EXPECT_EQ(frames_of(decoder), std::vector{"1234"s});
}

TEST(FrameDecoder, RefusesALengthOverTheLimit) {
  FrameDecoder decoder(4);
  decoder.feed("\x05\x00\x00\x00"s);
  EXPECT_EQ(decoder.next().error().code, base::ErrorCode::invalid_request);
}

TEST(FrameDecoder, RefusesTheLargestLengthWithoutWaitingForIt) {
  FrameDecoder decoder(16 * 1024 * 1024);
  decoder.feed("\xff\xff\xff\xff"s);
  EXPECT_EQ(decoder.next().error().code, base::ErrorCode::invalid_request);
}

TEST(FrameDecoder, RefusesALengthOfZero) {
  FrameDecoder decoder(4);
  decoder.feed("\x00\x00\x00\x00"s);
  EXPECT_EQ(decoder.next().error().code, base::ErrorCode::invalid_request);
}

TEST(FrameDecoder, GivesTheFramesBeforeABadLengthAndNoneAfterIt) {
  FrameDecoder decoder(4);
  decoder.feed(
      "\x01\x00\x00\x00"
      "a\x00\x00\x00\x00\x01\x00\x00\x00"
      "b"s);
  EXPECT_EQ(frames_of(decoder), std::vector{"a"s});
  decoder.feed(
      "\x01\x00\x00\x00"
      "c"s);
  EXPECT_EQ(decoder.next().error().code, base::ErrorCode::invalid_request);
}

TEST(FrameDecoder, KnowsWhetherTheStreamStandsInsideAFrame) {
  FrameDecoder decoder(4);
  EXPECT_FALSE(decoder.mid_frame());
  decoder.feed("\x02"s);
  EXPECT_TRUE(frames_of(decoder).empty());
  EXPECT_TRUE(decoder.mid_frame());
  decoder.feed(
      "\x00\x00\x00"
      "a"s);
  EXPECT_TRUE(frames_of(decoder).empty());
  EXPECT_TRUE(decoder.mid_frame());
  decoder.feed("b");
  EXPECT_EQ(frames_of(decoder), std::vector{"ab"s});
  EXPECT_FALSE(decoder.mid_frame());
}

TEST(FrameDecoder, ReadsSixteenMebibytesInSmallChunks) {
  FrameDecoder decoder(16 * 1024 * 1024);
  decoder.feed("\x00\x00\x00\x01"s);
  const std::string chunk(64 * 1024, 'y');
  std::vector<std::string> frames;
  for (int i = 0; i < 256; ++i) {
    EXPECT_TRUE(frames.empty());
    decoder.feed(chunk);
    frames = frames_of(decoder);
  }
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0], std::string(16777216, 'y'));
}

}  // namespace
}  // namespace magnetar::messaging
