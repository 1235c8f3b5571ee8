#include "tracker/binary_string.h"

#include <gtest/gtest.h>

namespace magnetar::tracker {
namespace {

TEST(BinaryString, WritesEachByteAsOneCharacter) {
  EXPECT_EQ(to_binary_string(std::string("a\0\x7f\x80\xbf\xc0\xff", 7)),
            std::string("a\0\x7f\xc2\x80\xc2\xbf\xc3\x80\xc3\xbf", 11));
}

TEST(BinaryString, ReadsWhatItWrites) {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
  EXPECT_EQ(from_binary_string(to_binary_string(bytes)), bytes);
}

TEST(BinaryString, RefusesOtherCharactersAndWhatIsNoUtf8) {
  for (const char* text : {"\xc4\x80", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xc3", "\xc3z", "\x80", "\xff"})
    EXPECT_EQ(from_binary_string(text), std::nullopt) << text;
}

}  // namespace
}  // namespace magnetar::tracker
