#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "app/registration/host_manifest.h"
#include "app/registration/registration.h"
#include "test_machine.h"

namespace magnetar::app::registration {
namespace {

namespace fs = std::filesystem;
using test::TestMachine;

class RegisterCommand : public testing::Test {
 protected:
  int add(const Options& options = {}) {
    return register_host(options, table_, machine_.here, {results_, problems_});
  }
  int remove(const Options& options = {}) {
    return unregister_host(options, table_, machine_.here, {results_, problems_});
  }

  [[nodiscard]] fs::path firefox_file() const {
    return machine_.here.home / ".mozilla/native-messaging-hosts/magnetar.host.json";
  }
  [[nodiscard]] fs::path chromium_file() const {
    return machine_.here.config / "chromium/NativeMessagingHosts/magnetar.host.json";
  }

  TestMachine machine_;
  BrowserTable table_ = parse_browser_table(embedded_browser_table(), "linux").value();
  std::ostringstream results_;
  std::ostringstream problems_;
};

TEST_F(RegisterCommand, RegistersWithFirefoxEvenWhenNoBrowserIsFound) {
  EXPECT_EQ(add(), 0);
  EXPECT_TRUE(fs::exists(firefox_file()));
  EXPECT_FALSE(fs::exists(machine_.here.config));
  EXPECT_NE(results_.str().find(firefox_file().string()), std::string::npos);
}

TEST_F(RegisterCommand, RegistersWithABrowserThatIsFound) {
  machine_.add_command("chromium");
  EXPECT_EQ(add(), 0);
  const auto manifest = nlohmann::json::parse(TestMachine::read(chromium_file()));
  EXPECT_EQ(manifest["path"], (machine_.root() / "opt with space/magnetar-host").string());
  EXPECT_EQ(fs::status(chromium_file()).permissions(), fs::perms{0644});
}

TEST_F(RegisterCommand, RegistersWithTheNamedBrowserOnly) {
  Options options;
  options.browsers = {"brave"};
  EXPECT_EQ(add(options), 0);
  EXPECT_TRUE(fs::exists(machine_.here.config /
                         "BraveSoftware/Brave-Browser/NativeMessagingHosts/magnetar.host.json"));
  EXPECT_FALSE(fs::exists(firefox_file()));
}

TEST_F(RegisterCommand, RefusesABrowserItDoesNotKnow) {
  Options options;
  options.browsers = {"lynx"};
  EXPECT_EQ(add(options), 2);
  EXPECT_NE(problems_.str().find("lynx"), std::string::npos);
  EXPECT_NE(problems_.str().find("chromium"), std::string::npos);
}

TEST_F(RegisterCommand, WritesNothingOnADryRun) {
  Options options;
  options.dry_run = true;
  EXPECT_EQ(add(options), 0);
  EXPECT_FALSE(fs::exists(firefox_file()));
  EXPECT_NE(results_.str().find(firefox_file().string()), std::string::npos);
}

TEST_F(RegisterCommand, WritesIntoOneFolderForAThrowAwayProfile) {
  Options options;
  options.to = machine_.root() / "profile/NativeMessagingHosts";
  EXPECT_EQ(add(options), 2) << "a folder without its family";
  options.family = Family::chromium;
  EXPECT_EQ(add(options), 0);
  EXPECT_TRUE(fs::exists(machine_.root() / "profile/NativeMessagingHosts/magnetar.host.json"));
  EXPECT_FALSE(fs::exists(machine_.here.home));
}

TEST_F(RegisterCommand, LeavesASymbolicLinkAlone) {
  const fs::path target = machine_.root() / "managed.json";
  machine_.add_file(target, "{}");
  fs::create_directories(firefox_file().parent_path());
  fs::create_symlink(target, firefox_file());
  EXPECT_EQ(add(), 1);
  EXPECT_EQ(remove(), 1);
  EXPECT_TRUE(fs::is_symlink(firefox_file()));
  EXPECT_EQ(TestMachine::read(target), "{}");
}

TEST_F(RegisterCommand, GoesOnWithTheOthersWhenOnePlaceFails) {
  machine_.add_command("chromium");
  machine_.add_file(machine_.here.config / "chromium", "a file where a folder must be");
  EXPECT_EQ(add(), 1);
  EXPECT_TRUE(fs::exists(firefox_file()));
  EXPECT_NE(problems_.str().find("chromium"), std::string::npos);
}

TEST_F(RegisterCommand, RefusesWhenTheHostIsMissing) {
  fs::remove(machine_.here.host());
  EXPECT_EQ(add(), 1);
  EXPECT_FALSE(fs::exists(firefox_file()));
}

TEST_F(RegisterCommand, UnregisteringLeavesNothingBehind) {
  machine_.add_command("chromium");
  machine_.add_command("vivaldi");
  fs::create_directories(machine_.here.home);
  fs::create_directories(machine_.here.config);
  EXPECT_EQ(add(), 0);
  EXPECT_EQ(remove(), 0);
  EXPECT_TRUE(fs::is_empty(machine_.here.config));
  EXPECT_FALSE(fs::exists(machine_.here.home / ".mozilla"));
}

TEST_F(RegisterCommand, UnregisteringKeepsWhatBelongsToOthers) {
  const fs::path neighbour = firefox_file().parent_path() / "other.host.json";
  machine_.add_file(neighbour, "{}");
  machine_.add_file(chromium_file(), R"({"name":"somebody.else"})");
  EXPECT_EQ(add(), 0);
  EXPECT_EQ(remove(), 1) << "the foreign file under our name is told";
  EXPECT_TRUE(fs::exists(neighbour));
  EXPECT_TRUE(fs::exists(chromium_file()));
  EXPECT_FALSE(fs::exists(firefox_file()));
}

TEST_F(RegisterCommand, UnregisteringTwiceIsFine) {
  EXPECT_EQ(remove(), 0);
  EXPECT_NE(results_.str().find("Nothing is registered."), std::string::npos);
}

}  // namespace
}  // namespace magnetar::app::registration
