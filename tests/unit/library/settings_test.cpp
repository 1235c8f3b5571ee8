#include "library/settings.h"

#include <gtest/gtest.h>

#include "base/atomic_file.h"
#include "library/settings_file.h"
#include "support/temp_dir.h"

namespace magnetar::library {
namespace {

Settings defaults() {
  Settings settings;
  settings.cache_folder = "/films";
  return settings;
}

TEST(Settings, EveryFieldRefusesAValueOfAnotherType) {
  for (const auto& field : setting_fields()) {
    Settings settings = defaults();
    const bool is_flag = std::holds_alternative<bool Settings::*>(field.member);
    const auto result =
        set_value(settings, field.key, is_flag ? SettingValue{std::int64_t{1}} : SettingValue{true});
    ASSERT_FALSE(result) << field.key;
    EXPECT_EQ(static_cast<int>(result.error().code), 1302);
    EXPECT_EQ(result.error().subject, field.key);
    EXPECT_EQ(settings, defaults());
  }
}

TEST(Settings, RefusesAKeyThatDoesNotExist) {
  Settings settings = defaults();
  const auto result = set_value(settings, "colour", true);
  ASSERT_FALSE(result);
  EXPECT_EQ(static_cast<int>(result.error().code), 1301);
  EXPECT_EQ(result.error().subject, "colour");
}

TEST(Settings, RefusesNumbersOutsideTheirRange) {
  Settings settings = defaults();
  EXPECT_FALSE(set_value(settings, "download_limit", std::int64_t{-1}));
  EXPECT_FALSE(set_value(settings, "connections_limit", std::int64_t{1}));
  EXPECT_TRUE(set_value(settings, "connections_limit", std::int64_t{2}));
  EXPECT_EQ(settings.connections_limit, 2);
}

TEST(Settings, TakesListenInterfacesOnlyInTheFormAddressColonPort) {
  for (const std::string good :
       {"0.0.0.0:6881", "127.0.0.1:0", "[::]:6881", "0.0.0.0:1,[::1]:2", "eth0:6881"}) {
    Settings settings = defaults();
    EXPECT_TRUE(set_value(settings, "listen_interfaces", good)) << good;
    EXPECT_EQ(settings.listen_interfaces, good);
  }
  for (const std::string bad :
       {"", "6881", ":6881", "0.0.0.0:", "0.0.0.0:99999", "::1:6881", "a:1,,b:2", "a:1\n:2", "[zz]:1",
        "eth0';x:1", "[1.2.3.4]:1", "fe80::1:1", "averylongdevicename:1"}) {
    Settings settings = defaults();
    EXPECT_FALSE(set_value(settings, "listen_interfaces", bad)) << bad;
  }
}

TEST(Settings, TakesWebTrackersAndStunServersAsLists) {
  Settings settings = defaults();
  EXPECT_TRUE(
      set_value(settings, "web_trackers", std::string("wss://a.example, ws://b.example:8000/announce")));
  EXPECT_TRUE(set_value(settings, "web_trackers", std::string()));
  EXPECT_TRUE(set_value(settings, "stun_servers", std::string("stun:a.example:3478,stuns:b.example")));
  EXPECT_TRUE(set_value(settings, "stun_servers", std::string()));
  for (const std::string bad : {"https://a.example", "wss://", "a.example",
                                "wss://b\xfc"
                                "cher.example",
                                "wss://a wss://b wss://c wss://d wss://e wss://f wss://g wss://h wss://i"}) {
    EXPECT_FALSE(set_value(settings, "web_trackers", bad)) << bad;
  }
  for (const std::string bad : {"stun.example:3478", "turn:a.example", "stun:", "stun:a\n"})
    EXPECT_FALSE(set_value(settings, "stun_servers", bad)) << bad;
}

TEST(Settings, TakesTheTimesOfWebPeersByTheirWords) {
  Settings settings = defaults();
  for (const std::string good : {"on", "off", "film"})
    EXPECT_TRUE(set_value(settings, "web_peers", good)) << good;
  for (const std::string bad : {"", "On", "always"})
    EXPECT_FALSE(set_value(settings, "web_peers", bad)) << bad;
  EXPECT_FALSE(set_value(settings, "web_peers", true));
}

TEST(Settings, TakesOnlyAnAbsoluteCacheFolder) {
  Settings settings = defaults();
  EXPECT_FALSE(set_value(settings, "cache_folder", std::string("films")));
  EXPECT_FALSE(set_value(settings, "cache_folder", std::string("")));
  EXPECT_TRUE(set_value(settings, "cache_folder", std::string("/mnt/My Films")));
}

TEST(SettingsFile, AMissingFileMeansTheDefaults) {
  const tests::TempDir folder;
  const SettingsFile file(folder / "settings.conf", defaults());
  const auto loaded = file.load();
  EXPECT_EQ(loaded.settings, defaults());
  EXPECT_TRUE(loaded.ignored.empty());
}

TEST(SettingsFile, WhatCannotBeReadMeansTheDefaultsAndIsTold) {
  const tests::TempDir folder;
  const auto path = folder / "settings.conf";
  ASSERT_TRUE(base::write_file(path, std::string(300 * 1024, 'x')));
  const auto loaded = SettingsFile(path, defaults()).load();
  EXPECT_EQ(loaded.settings, defaults());
  EXPECT_EQ(loaded.ignored, (std::vector<std::string>{path.string()}));
}

TEST(SettingsFile, RemovesWhatKilledWritesLeft) {
  const tests::TempDir folder;
  ASSERT_TRUE(base::write_file(folder / "settings.conf.00112233aabb.tmp", "dht = false"));
  EXPECT_EQ(SettingsFile(folder / "settings.conf", defaults()).load().settings, defaults());
  EXPECT_FALSE(std::filesystem::exists(folder / "settings.conf.00112233aabb.tmp"));
}

TEST(SettingsFile, GivesBackWhatWasSaved) {
  const tests::TempDir folder;
  const SettingsFile file(folder / "settings.conf", defaults());
  Settings settings = defaults();
  settings.dht = false;
  settings.upload_limit = 12345;
  settings.cache_folder = "/a folder/with = sign";
  ASSERT_TRUE(file.save(settings));
  EXPECT_EQ(file.load().settings, settings);
}

TEST(SettingsFile, KeepsTheGoodLinesOfAFileWithBadOnes) {
  const auto loaded = parse_settings(
      "# a comment\n"
      "dht = false\r\n"
      "no equals sign\n"
      "upload_limit = many\n"
      "colour = blue\n"
      "  idle_exit=7  \n"
      "lsd = no",
      defaults());
  const Settings& settings = loaded.settings;
  EXPECT_EQ(loaded.ignored, (std::vector<std::string>{"?", "upload_limit", "colour", "lsd"}));
  EXPECT_FALSE(settings.dht);
  EXPECT_EQ(settings.idle_exit, 7);
  EXPECT_EQ(settings.upload_limit, 0);
  EXPECT_TRUE(settings.lsd);
}

TEST(SettingsFile, WritesOnlyWhatDiffersFromTheDefaults) {
  Settings settings = defaults();
  settings.utp = false;
  EXPECT_EQ(format_settings(settings, defaults()),
            "# Magnetar settings. A missing line means the default.\nutp = false\n");
}

}  // namespace
}  // namespace magnetar::library
