#include "app/registration/options.h"

#include <gtest/gtest.h>

namespace magnetar::app::registration {
namespace {

base::Result<Options> parse(std::vector<std::string_view> args) {
  return parse_options(args);
}

TEST(RegisterOptions, MeanThisUserAndEveryBrowserFoundWhenEmpty) {
  const auto options = parse({});
  ASSERT_TRUE(options);
  EXPECT_EQ(options.value().scope, Scope::user);
  EXPECT_TRUE(options.value().browsers.empty());
  EXPECT_FALSE(options.value().dry_run);
}

TEST(RegisterOptions, TakeSeveralBrowsers) {
  const auto options = parse({"--browser", "edge", "--system", "--browser", "brave", "--dry-run"});
  ASSERT_TRUE(options);
  EXPECT_EQ(options.value().browsers, (std::vector<std::string>{"edge", "brave"}));
  EXPECT_EQ(options.value().scope, Scope::system);
  EXPECT_TRUE(options.value().dry_run);
}

TEST(RegisterOptions, TakeOneFolderWithItsFamily) {
  const auto options = parse({"--to", "/tmp/a b/../c", "--family", "firefox"});
  ASSERT_TRUE(options);
  EXPECT_EQ(options.value().to, "/tmp/c");
  EXPECT_EQ(options.value().family, Family::firefox);
}

TEST(RegisterOptions, RefuseWhatMakesNoSense) {
  for (const auto& args : std::vector<std::vector<std::string_view>>{{"--unknown"},
                                                                     {"firefox"},
                                                                     {"--browser"},
                                                                     {"--browser", ""},
                                                                     {"--to", "/x", "--family", "opera"},
                                                                     {"--family", "firefox"},
                                                                     {"--to", "/x", "--system"},
                                                                     {"--to", "/x", "--browser", "edge"}}) {
    const auto options = parse(args);
    ASSERT_FALSE(options) << args.front();
    EXPECT_EQ(options.error().code, base::ErrorCode::invalid_params);
  }
}

}  // namespace
}  // namespace magnetar::app::registration
