#include "app/cli/arguments.h"

#include <gtest/gtest.h>

namespace magnetar::app::cli {
namespace {

using Words = std::vector<std::string_view>;

const ArgumentForm kForm{1, 2, {"--json"}, {"--file"}};

TEST(Arguments, SortWordsFlagsAndValues) {
  const auto parsed = parse_arguments(Words{"--json", "a", "--file", "3", "b"}, kForm);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed.value().words, (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(parsed.value().has("--json"));
  EXPECT_EQ(parsed.value().values.at("--file"), "3");
}

TEST(Arguments, TakeAValueBehindAnEqualsSign) {
  EXPECT_EQ(parse_arguments(Words{"a", "--file=3=4"}, kForm).value().values.at("--file"), "3=4");
}

TEST(Arguments, TakeEverythingBehindTwoDashesForWords) {
  EXPECT_EQ(parse_arguments(Words{"--", "--json", "-x"}, kForm).value().words,
            (std::vector<std::string>{"--json", "-x"}));
}

TEST(Arguments, RefuseWhatTheFormDoesNotHave) {
  for (const Words& words : std::vector<Words>{
           {}, {"a", "b", "c"}, {"a", "--nonsense"}, {"a", "--json=1"}, {"a", "--file"}, {"a", "-j"}}) {
    const auto parsed = parse_arguments(words, kForm);
    ASSERT_FALSE(parsed) << words.size();
    EXPECT_FALSE(parsed.error().message.empty());
  }
}

TEST(Arguments, UnderstandHelpWhateverElseIsMissing) {
  EXPECT_TRUE(parse_arguments(Words{"--help"}, kForm).value().has("--help"));
  EXPECT_TRUE(parse_arguments(Words{"-h"}, kForm).value().has("--help"));
}

}  // namespace
}  // namespace magnetar::app::cli
