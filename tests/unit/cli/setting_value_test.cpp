#include "app/cli/setting_value.h"

#include <gtest/gtest.h>

namespace magnetar::app::cli {
namespace {

using nlohmann::json;

TEST(SettingValue, ReadsSwitches) {
  for (const char* text : {"true", "on", "yes", "1"})
    EXPECT_EQ(parse_setting("dht", text, true).value(), true) << text;
  for (const char* text : {"false", "off", "no", "0"})
    EXPECT_EQ(parse_setting("dht", text, true).value(), false) << text;
  for (const char* text : {"", "maybe", "True", "2"}) {
    const auto value = parse_setting("dht", text, true);
    ASSERT_FALSE(value) << text;
    EXPECT_EQ(value.error().subject, "dht");
  }
}

TEST(SettingValue, ReadsNumbersWithUnits) {
  const auto number = [](const char* text) {
    return parse_setting("cache_size", text, 0).value().get<std::int64_t>();
  };
  EXPECT_EQ(number("0"), 0);
  EXPECT_EQ(number("100000"), 100000);
  EXPECT_EQ(number("2M"), 2000000);
  EXPECT_EQ(number("1.5MB"), 1500000);
  EXPECT_EQ(number("500 kB"), 500000);
  EXPECT_EQ(number("64KiB"), 65536);
  EXPECT_EQ(number("5GiB"), 5368709120);
  EXPECT_EQ(number("1T"), 1000000000000);
  EXPECT_EQ(number("-1"), -1);
}

TEST(SettingValue, RefusesWhatIsNotAWholeNumber) {
  for (const char* text :
       {"", "fast", "1.5", "0.0001k", "5 GiBs", "5gib", "1e3", "0x10", "inf", "nan", "9999999T", " 5"}) {
    EXPECT_FALSE(parse_setting("cache_size", text, 0)) << text;
  }
}

TEST(SettingValue, TakesStringsAsTheyAre) {
  EXPECT_EQ(parse_setting("cache_folder", "/a b=c", "/x").value(), "/a b=c");
  EXPECT_EQ(parse_setting("listen_interfaces", "", "x").value(), "");
}

TEST(SettingValue, WritesWhatItReads) {
  for (const json& value : {json(true), json(21474836480), json("0.0.0.0:6881")}) {
    EXPECT_EQ(parse_setting("key", setting_text(value), value).value(), value);
  }
}

TEST(SettingValue, AddsUnitsForReading) {
  EXPECT_EQ(setting_remark("cache_size", 21474836480), "21.5 GB");
  EXPECT_EQ(setting_remark("upload_limit", 100000), "100.0 kB/s");
  EXPECT_EQ(setting_remark("download_limit", 0), "no limit");
  EXPECT_EQ(setting_remark("idle_exit", 300), "5 min");
  EXPECT_EQ(setting_remark("idle_exit", 0), "never");
  EXPECT_EQ(setting_remark("connections_limit", 200), "");
}

}  // namespace
}  // namespace magnetar::app::cli
