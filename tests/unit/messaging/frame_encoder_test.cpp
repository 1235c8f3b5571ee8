#include "messaging/frame_encoder.h"

#include <gtest/gtest.h>

#include <string>

namespace magnetar::messaging {
namespace {

using namespace std::string_literals;

TEST(FrameEncoder, CountsBytesNotCharacters) {
  EXPECT_EQ(encode_frame("\"ü\"", 100).value(), "\x04\x00\x00\x00\"\xc3\xbc\""s);
}

TEST(FrameEncoder, WritesTheLengthLittleEndian) {
  const auto frame = encode_frame(std::string(66051, 'x'), 100000);
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame.value().substr(0, 5), "\x03\x02\x01\x00x"s);
  EXPECT_EQ(frame.value().size(), 66055U);
}

TEST(FrameEncoder, TakesThePayloadOfExactlyTheLimitAndRefusesMore) {
  EXPECT_TRUE(encode_frame("1234", 4));
  EXPECT_EQ(encode_frame("12345", 4).error().code, base::ErrorCode::invalid_request);
}

TEST(FrameEncoder, RefusesAnEmptyPayload) {
  EXPECT_EQ(encode_frame("", 4).error().code, base::ErrorCode::invalid_request);
}

}  // namespace
}  // namespace magnetar::messaging
