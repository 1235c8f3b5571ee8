#include "app/registration/browser_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace magnetar::app::registration {
namespace {

BrowserTable table(std::string_view system) {
  auto parsed = parse_browser_table(embedded_browser_table(), system);
  EXPECT_TRUE(parsed) << parsed.error().message;
  return parsed ? parsed.value() : BrowserTable{};
}

const Browser& browser(const BrowserTable& table, const std::string& name) {
  return *std::find_if(table.browsers.begin(), table.browsers.end(),
                       [&](const Browser& entry) { return entry.name == name; });
}

TEST(BrowserTable, KnowsEveryBrowserOnEverySystem) {
  for (const auto* system : {"linux", "macos", "windows"}) {
    std::set<std::string> names;
    for (const Browser& entry : table(system).browsers) {
      EXPECT_FALSE(entry.user_places.empty()) << system << " " << entry.name;
      EXPECT_FALSE(entry.system_places.empty()) << system << " " << entry.name;
      EXPECT_FALSE(entry.signs.empty()) << system << " " << entry.name;
      names.insert(entry.name);
    }
    EXPECT_EQ(names, (std::set<std::string>{"brave", "chrome", "chrome-beta", "chrome-unstable", "chromium",
                                            "edge", "firefox", "librewolf", "opera", "vivaldi", "waterfox"}));
  }
}

TEST(BrowserTable, WritesPlacesAsPathsOnUnixAndAsRegistryKeysOnWindows) {
  const auto is_path = [](const std::string& place) {
    return place.starts_with("{home}/") || place.starts_with("{config}/") || place.starts_with("/");
  };
  for (const auto* system : {"linux", "macos"}) {
    for (const Browser& entry : table(system).browsers) {
      EXPECT_TRUE(std::all_of(entry.user_places.begin(), entry.user_places.end(), is_path)) << entry.name;
      EXPECT_TRUE(std::all_of(entry.system_places.begin(), entry.system_places.end(), is_path)) << entry.name;
    }
  }
  for (const Browser& entry : table("windows").browsers) {
    EXPECT_TRUE(entry.user_places.front().starts_with("HKCU\\Software\\")) << entry.name;
    EXPECT_TRUE(entry.system_places.front().starts_with("HKLM\\Software\\")) << entry.name;
  }
}

TEST(BrowserTable, AlwaysRegistersFirefoxBelowDotMozilla) {
  const BrowserTable linux_table = table("linux");
  const Browser& firefox = browser(linux_table, "firefox");
  EXPECT_TRUE(firefox.always);
  EXPECT_EQ(firefox.family, Family::firefox);
  EXPECT_EQ(firefox.user_places, std::vector<std::string>{"{home}/.mozilla/native-messaging-hosts"});
}

TEST(BrowserTable, DoesNotKnowTorBrowser) {
  EXPECT_EQ(std::string(embedded_browser_table()).find("tor-browser"), std::string::npos);
}

TEST(BrowserTable, RefusesATableWithoutAPart) {
  EXPECT_FALSE(parse_browser_table("{}", "linux"));
  EXPECT_FALSE(parse_browser_table("not json", "linux"));
  EXPECT_FALSE(parse_browser_table(R"({"browsers":[{"name":"x"}],"sandboxes":[]})", "linux"));
  EXPECT_FALSE(parse_browser_table(embedded_browser_table(), "plan9"));
}

}  // namespace
}  // namespace magnetar::app::registration
