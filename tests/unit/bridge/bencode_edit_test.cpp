#include "bridge/bencode_edit.h"

#include <gtest/gtest.h>

#include <array>

namespace magnetar::bridge {
namespace {

using namespace std::string_view_literals;

std::optional<std::string> edited(std::string_view text) {
  return without_keys(text, std::array{"p"sv, "ipv4"sv});
}

TEST(BencodeEdit, TakesKeysOutAndLeavesTheRestAsItIs) {
  EXPECT_EQ(edited("d4:ipv44:\x01\x02\x03\x04"
                   "1:md6:ut_pexi1ee1:pi6881e4:reqqi250ee"),
            "d1:md6:ut_pexi1ee4:reqqi250ee");
  EXPECT_EQ(edited("d1:pi1ee"), "de");
  EXPECT_EQ(edited("de"), "de");
}

TEST(BencodeEdit, TakesKeysOutOfTheFirstLevelOnly) {
  EXPECT_EQ(edited("d1:md1:pi1ee1:v1:pe"), "d1:md1:pi1ee1:v1:pe");
}

TEST(BencodeEdit, RefusesWhatIsNotOneDictionary) {
  for (const std::string_view text :
       {""sv, "d"sv, "i1e"sv, "le"sv, "dee"sv, "d1:pe"sv, "d1:p"sv, "d1:pi1e"sv, "di1ei1ee"sv, "d9:pi1ee"sv,
        "d1:pie"sv, "d1:pi-e"sv, "d1:pi1x2ee"sv, "d-1:pi1ee"sv, "d1:pi1eex"sv,
        "d99999999999999999999:pi1ee"sv, "d1:xd1:y"sv})
    EXPECT_EQ(edited(text), std::nullopt) << text;
}

TEST(BencodeEdit, HasALimitOfDepth) {
  const auto nested = [](std::size_t depth) {
    return "d1:x" + std::string(depth, 'l') + std::string(depth, 'e') + "e";
  };
  EXPECT_TRUE(edited(nested(16)));
  EXPECT_FALSE(edited(nested(100'000)));
}

}  // namespace
}  // namespace magnetar::bridge
