#include "app/torrents/disk_use.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <string>

#include "support/temp_dir.h"

namespace magnetar::app {
namespace {

TEST(DiskUse, CountsBlocksAndAnInodeForEachFileAndFolder) {
  const tests::TempDir folder;
  EXPECT_EQ(disk_use(folder / "nothing"), 0);
  for (int i = 0; i < 100; ++i) {
    std::filesystem::create_directories(folder / "torrent" / std::to_string(i));
    std::ofstream(folder / "torrent" / std::to_string(i) / "empty");
  }
  EXPECT_GE(disk_use(folder / "torrent"), 201 * 4096);
  const auto before = disk_use(folder / "torrent");
  std::ofstream(folder / "torrent" / "film") << std::string(1'000'000, 'x') << std::flush;
  EXPECT_GE(disk_use(folder / "torrent"), before + 1'000'000);
}

TEST(DiskUse, FollowsNoLinks) {
  const tests::TempDir folder;
  std::filesystem::create_directories(folder / "torrent");
  std::ofstream(folder / "large") << std::string(1'000'000, 'x');
  std::filesystem::create_symlink(folder / "large", folder / "torrent" / "link");
  std::filesystem::create_directory_symlink(folder.path(), folder / "torrent" / "loop");
  EXPECT_LT(disk_use(folder / "torrent"), 100'000);
}

TEST(DiskRoom, IsThatOfTheNearestFolderThatIsThere) {
  const tests::TempDir folder;
  struct stat info {};
  ASSERT_EQ(::stat(folder.path().c_str(), &info), 0);
  const auto room = disk_room(folder / "not" / "there");
  ASSERT_TRUE(room);
  EXPECT_EQ(room->disk, info.st_dev);
  EXPECT_GT(room->size, 0);
  EXPECT_LE(room->free, room->size);
}

}  // namespace
}  // namespace magnetar::app
