#include "base/text.h"

#include <gtest/gtest.h>

namespace magnetar::base {
namespace {

TEST(Text, IsPutIntoLowerCaseAsFarAsItIsAscii) {
  EXPECT_EQ(lower("HTTP://Example.ORG/@[`{"), "http://example.org/@[`{");
  EXPECT_EQ(lower("\xC3\x84"), "\xC3\x84") << "a capital letter beyond ASCII stays";
}

TEST(Text, IsComparedWithoutRegardToCase) {
  EXPECT_TRUE(equals_ignoring_case("Content-Length", "content-length"));
  EXPECT_FALSE(equals_ignoring_case("a", "ab"));
  EXPECT_FALSE(equals_ignoring_case("@", "`"));
}

TEST(Text, LosesTheSpacesAroundItAndNoOthers) {
  EXPECT_EQ(trimmed("  a b\t ", " \t"), "a b");
  EXPECT_EQ(trimmed("\ta ", " "), "\ta");
  EXPECT_EQ(trimmed("   ", " "), "");
  EXPECT_EQ(trimmed("", " "), "");
}

}  // namespace
}  // namespace magnetar::base
