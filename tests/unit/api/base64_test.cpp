#include "api/base64.h"

#include <gtest/gtest.h>

namespace magnetar::api {
namespace {

TEST(Base64, DecodesTheExamplesOfTheRfc) {
  EXPECT_EQ(decode_base64(""), "");
  EXPECT_EQ(decode_base64("Zg=="), "f");
  EXPECT_EQ(decode_base64("Zm8="), "fo");
  EXPECT_EQ(decode_base64("Zm9v"), "foo");
  EXPECT_EQ(decode_base64("Zm9vYmFy"), "foobar");
  EXPECT_EQ(decode_base64("+/+/"), "\xfb\xff\xbf");
}

TEST(Base64, RefusesWhatIsNotBase64) {
  for (const auto* text : {"Z", "Zg=", "Zg", "Zg==Zg==", "Z===", "Zm9 ", "Zm9v\n", "-_-_", "===="}) {
    EXPECT_FALSE(decode_base64(text)) << text;
  }
}

}  // namespace
}  // namespace magnetar::api
