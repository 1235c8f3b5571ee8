#include "rpc/json_limits.h"

#include <gtest/gtest.h>

#include <string>

namespace magnetar::rpc {
namespace {

TEST(JsonLimits, CountsLevelsOfBothKinds) {
  EXPECT_TRUE(within_limits(R"([{"a":[1]}])", 3, 100));
  EXPECT_FALSE(within_limits(R"([{"a":[1]}])", 2, 100));
}

TEST(JsonLimits, CountsLevelsNotBrackets) {
  EXPECT_TRUE(within_limits("[[],[],[],[[]]]", 3, 100));
}

TEST(JsonLimits, DoesNotLookIntoStrings) {
  EXPECT_TRUE(within_limits(R"(["[[[[,,,,\"[[[[\\"])", 1, 2));
  EXPECT_FALSE(within_limits(R"(["\\",[[]]])", 2, 100));
}

TEST(JsonLimits, StopsAtTheFirstLevelTooMany) {
  EXPECT_FALSE(within_limits(std::string(16'000'000, '['), 64, 1'000'000));
}

TEST(JsonLimits, CountsMembersAndElements) {
  EXPECT_TRUE(within_limits("[1,2,3]", 64, 4));
  EXPECT_FALSE(within_limits("[1,2,3]", 64, 3));
  EXPECT_FALSE(within_limits("[{},{}]", 64, 3));
}

TEST(JsonLimits, EndsWithAnyText) {
  for (const char* text : {"", "\"", "\"\\", "]]]]", "}[", "\\\"[["})
    EXPECT_TRUE(within_limits(text, 64, 100)) << text;
}

}  // namespace
}  // namespace magnetar::rpc
