#include "base/coding.h"

#include <gtest/gtest.h>

#include <string>

namespace magnetar::base {
namespace {

using namespace std::string_literals;

TEST(Base64, AgreesWithTheExamplesOfTheStandard) {
  // Test vectors of RFC 4648, section 10.
  const std::pair<std::string, const char*> kExamples[] = {{"", ""},
                                                           {"f", "Zg=="},
                                                           {"fo", "Zm8="},
                                                           {"foo", "Zm9v"},
                                                           {"foob", "Zm9vYg=="},
                                                           {"fooba", "Zm9vYmE="},
                                                           {"foobar", "Zm9vYmFy"},
                                                           {"\xff\xfe\x00\x80"s, "//4AgA=="}};
  for (const auto& [bytes, text] : kExamples) {
    EXPECT_EQ(encode_base64(bytes), text);
    EXPECT_EQ(decode_base64(text), bytes);
  }
  EXPECT_EQ(decode_base64("+/+/"), "\xfb\xff\xbf");
}

TEST(Base64, RefusesWhatIsNotBase64) {
  for (const auto* text :
       {"Z", "Zg=", "Zg", "Zg==Zg==", "Z===", "Zm9 ", "Zm9v\n", "-_-_", "====", "\xC3\xA4\xC3\xA4"}) {
    EXPECT_FALSE(decode_base64(text)) << text;
  }
}

TEST(Hex, IsReadInBothCasesAndWrittenInLowerCase) {
  EXPECT_EQ(to_hex("\x00\x7f\xff"s), "007fff");
  EXPECT_EQ(from_hex("007FfF"), "\x00\x7f\xff"s);
  EXPECT_EQ(from_hex(""), "");
  for (const auto* text : {"0", "0g", "-1", "+1", " 1", "0x"}) EXPECT_FALSE(from_hex(text)) << text;
}

TEST(PercentEncoding, LeavesTheUnreservedCharactersAndThoseThatAreKept) {
  EXPECT_EQ(percent_encode("Az09-._~"), "Az09-._~");
  EXPECT_EQ(percent_encode("a b/\xC3\xA4%"), "a%20b%2F%C3%A4%25");
  EXPECT_EQ(percent_encode("a b/~", "/ "), "a b/%7E");
}

}  // namespace
}  // namespace magnetar::base
