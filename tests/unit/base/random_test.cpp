#include "base/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace magnetar::base {
namespace {

TEST(RandomHex, HasTwoLowerCaseDigitsForEachByte) {
  const std::string text = random_hex(1000);
  EXPECT_EQ(text.size(), 2000U);
  EXPECT_TRUE(
      std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }));
  EXPECT_EQ(std::set(text.begin(), text.end()).size(), 16U);
}

TEST(RandomHex, NeverGivesTheSameTokenTwice) {
  std::set<std::string> tokens;
  for (int i = 0; i < 1000; ++i) tokens.insert(random_hex(16));
  EXPECT_EQ(tokens.size(), 1000U);
}

TEST(RandomHex, GivesNothingForNoBytes) {
  EXPECT_EQ(random_hex(0), "");
}

}  // namespace
}  // namespace magnetar::base
