#include "app/registration/places.h"

#include <gtest/gtest.h>

#include "test_machine.h"

namespace magnetar::app::registration {
namespace {

using test::TestMachine;

Browser browser_with(std::vector<std::string> commands, std::vector<std::string> signs) {
  Browser browser;
  browser.title = "Test";
  browser.commands = std::move(commands);
  browser.signs = std::move(signs);
  return browser;
}

TEST(Places, FillInHomeAndTheConfigurationFolder) {
  const TestMachine machine;
  EXPECT_EQ(expand("{home}/.mozilla", machine.here), machine.here.home / ".mozilla");
  EXPECT_EQ(expand("{config}/chromium", machine.here), machine.here.config / "chromium");
  EXPECT_EQ(expand("/etc/chromium", machine.here), "/etc/chromium");
  EXPECT_EQ(expand("HKCU\\Software", machine.here), std::nullopt);
  EXPECT_EQ(expand("{appdata}/x", machine.here), std::nullopt);
}

TEST(Places, FindABrowserByItsCommandOrByItsProfile) {
  const TestMachine machine;
  const Browser browser = browser_with({"some-browser"}, {"{config}/some/Local State"});
  EXPECT_FALSE(is_found(browser, machine.here));
  machine.add_file(machine.here.config / "some" / "Local State");
  EXPECT_TRUE(is_found(browser, machine.here));

  const TestMachine other;
  other.add_command("some-browser");
  EXPECT_TRUE(is_found(browser, other.here));
}

TEST(Places, DoNotTakeAFileThatCannotRunForABrowser) {
  const TestMachine machine;
  machine.add_file(machine.here.command_folders.front() / "some-browser");
  EXPECT_FALSE(is_found(browser_with({"some-browser"}, {}), machine.here));
}

TEST(Places, NameAFileThatTwoBrowsersShareOnce) {
  const TestMachine machine;
  Browser one = browser_with({}, {});
  one.system_places = {"/etc/opt/chrome/native-messaging-hosts"};
  const auto places = places_of({one, one}, Scope::system, machine.here);
  ASSERT_EQ(places.size(), 1U);
  EXPECT_EQ(places[0].file, "/etc/opt/chrome/native-messaging-hosts/magnetar.host.json");
  EXPECT_EQ(places[0].keep, "/etc/opt/chrome");
}

}  // namespace
}  // namespace magnetar::app::registration
