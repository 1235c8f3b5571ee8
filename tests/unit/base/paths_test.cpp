#include "base/paths.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "support/temp_dir.h"

namespace magnetar::base {
namespace {

using tests::TempDir;

using Values = std::map<std::string, std::string>;

// The environment of one test, restored at its end.
class Environment {
 public:
  explicit Environment(const Values& values) {
    for (const char* name :
         {"HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"}) {
      const char* old = std::getenv(name);
      old_[name] = old == nullptr ? std::nullopt : std::optional<std::string>(old);
      const auto value = values.find(name);
      set(name, value == values.end() ? std::nullopt : std::optional(value->second));
    }
  }
  ~Environment() {
    for (const auto& [name, value] : old_) set(name, value);
  }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  static void set(const std::string& name, const std::optional<std::string>& value) {
    if (value) {
      ::setenv(name.c_str(), value->c_str(), 1);
    } else {
      ::unsetenv(name.c_str());
    }
  }
  std::map<std::string, std::optional<std::string>> old_;
};

TEST(UserPaths, FollowTheXdgVariables) {
  const Environment environment(Values{{"XDG_CONFIG_HOME", "/c"},
                                       {"XDG_STATE_HOME", "/s"},
                                       {"XDG_CACHE_HOME", "/k"},
                                       {"XDG_RUNTIME_DIR", "/run/user/7"}});
  const auto paths = user_paths();
  ASSERT_TRUE(paths);
  EXPECT_EQ(paths.value().config, "/c/magnetar");
  EXPECT_EQ(paths.value().state, "/s/magnetar");
  EXPECT_EQ(paths.value().cache, "/k/magnetar");
  EXPECT_EQ(paths.value().socket(), "/run/user/7/magnetar/engine.sock");
  EXPECT_EQ(paths.value().lock(), "/run/user/7/magnetar/engine.lock");
  EXPECT_EQ(paths.value().log(), "/s/magnetar/daemon.log");
}

TEST(UserPaths, AreBelowHomeWithoutTheVariables) {
  const Environment environment(Values{{"HOME", "/home/ann"}});
  const auto paths = user_paths();
  ASSERT_TRUE(paths);
  EXPECT_EQ(paths.value().config, "/home/ann/.config/magnetar");
  EXPECT_EQ(paths.value().state, "/home/ann/.local/state/magnetar");
  EXPECT_EQ(paths.value().cache, "/home/ann/.cache/magnetar");
  EXPECT_EQ(paths.value().runtime, "/home/ann/.local/state/magnetar/run");
}

TEST(UserPaths, IgnoreRelativeValues) {
  const Environment environment(
      Values{{"HOME", "/home/ann"}, {"XDG_CONFIG_HOME", "relative"}, {"XDG_RUNTIME_DIR", "run"}});
  const auto paths = user_paths();
  ASSERT_TRUE(paths);
  EXPECT_EQ(paths.value().config, "/home/ann/.config/magnetar");
  EXPECT_EQ(paths.value().runtime, "/home/ann/.local/state/magnetar/run");
}

TEST(UserPaths, FailWhenNothingSaysWhereToGo) {
  const Environment environment(Values{});
  EXPECT_EQ(user_paths().error().code, ErrorCode::not_found);
}

unsigned mode_of(const std::filesystem::path& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 ? info.st_mode & 0777U : 0U;
}

TEST(PrivateFolder, IsMadeForItsOwnerOnly) {
  const TempDir folder;
  ASSERT_TRUE(make_private_folder(folder / "a/b/run"));
  EXPECT_EQ(mode_of(folder / "a/b/run"), 0700U);
}

TEST(PrivateFolder, IsTightenedWhenItWasOpen) {
  const TempDir folder;
  std::filesystem::create_directory(folder / "run");
  std::filesystem::permissions(folder / "run", std::filesystem::perms::all);
  ASSERT_TRUE(make_private_folder(folder / "run"));
  EXPECT_EQ(mode_of(folder / "run"), 0700U);
}

TEST(PrivateFolder, IsNeverASymbolicLinkOrAFile) {
  const TempDir folder;
  std::filesystem::create_directory(folder / "real");
  std::filesystem::create_directory_symlink(folder / "real", folder / "link");
  EXPECT_EQ(make_private_folder(folder / "link").error().code, ErrorCode::io_error);
  ASSERT_EQ(::mknod((folder / "file").c_str(), S_IFREG | 0600, 0), 0);
  EXPECT_EQ(make_private_folder(folder / "file").error().code, ErrorCode::io_error);
}

}  // namespace
}  // namespace magnetar::base
