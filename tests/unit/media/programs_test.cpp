#include "media/programs.h"

#include <gtest/gtest.h>

#include <fstream>

#include "support/temp_dir.h"

namespace magnetar::media {
namespace {

namespace fs = std::filesystem;

void make(const fs::path& file, bool executable) {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << "#!/bin/sh\n";
  fs::permissions(file, executable ? fs::perms::owner_all : fs::perms::owner_read);
}

TEST(Programs, AreTheFirstExecutableFilesOfThePath) {
  const tests::TempDir folder;
  make(folder / "a/tool", false);
  make(folder / "b/tool", true);
  make(folder / "c/tool", true);
  fs::create_directories(folder / "d/tool");
  const auto at = [&](const char* name) { return (folder / name).string(); };
  EXPECT_EQ(find_program("tool", at("d") + ":" + at("a") + "::" + at("b") + ":" + at("c")),
            fs::canonical(folder / "b/tool"));
  EXPECT_EQ(find_program("tool", at("a")), fs::path());
  EXPECT_EQ(find_program("sh", "."), fs::path());
  EXPECT_NE(find_program("sh", ""), fs::path());
}

TEST(Programs, AreFollowedThroughLinks) {
  const tests::TempDir folder;
  make(folder / "real/tool-5", true);
  fs::create_directories(folder / "bin");
  fs::create_symlink(folder / "real/tool-5", folder / "bin/tool");
  EXPECT_EQ(find_program("tool", (folder / "bin").string()), fs::canonical(folder / "real/tool-5"));
}

TEST(Programs, OfTheSystemLieBelowUsr) {
  EXPECT_TRUE(is_of_the_system("/usr/bin/ffmpeg"));
  EXPECT_FALSE(is_of_the_system("/opt/ffmpeg/bin/ffmpeg"));
}

}  // namespace
}  // namespace magnetar::media
