#include "app/torrents/kept_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "support/temp_dir.h"

namespace magnetar::app {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

std::string read(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(KeptFile, GetsANameThatIsFreeAndOverwritesNothing) {
  const magnetar::tests::TempDir folder;
  write(folder / "cache/film.mkv", "film");
  write(folder / "Downloads/film.mkv", "mine");
  write(folder / "Downloads/film (2).mkv", "also mine");
  const auto placed = put_for_person(folder / "cache/film.mkv", folder / "Downloads/film.mkv", false);
  ASSERT_TRUE(placed);
  EXPECT_EQ(placed.value(), folder / "Downloads/film (3).mkv");
  EXPECT_EQ(read(placed.value()), "film");
  EXPECT_EQ(read(folder / "Downloads/film.mkv"), "mine");
}

TEST(KeptFile, IsNotPutThereTwice) {
  const magnetar::tests::TempDir folder;
  write(folder / "cache/film.mkv", "film");
  write(folder / "Downloads/film.mkv", "film");
  const auto placed = put_for_person(folder / "cache/film.mkv", folder / "Downloads/film.mkv", false);
  ASSERT_TRUE(placed);
  EXPECT_EQ(placed.value(), folder / "Downloads/film.mkv");
}

TEST(KeptFile, IsGivenUpWhenTheDaemonStops) {
  const magnetar::tests::TempDir folder;
  write(folder / "cache/film.mkv", "film");
  write(folder / "Downloads/film.mkv", "mine");
  const auto placed = put_for_person(folder / "cache/film.mkv", folder / "Downloads/film.mkv", true);
  ASSERT_FALSE(placed);
  EXPECT_EQ(placed.error().code, base::ErrorCode::cancelled);
}

TEST(KeptFile, IsCopiedToAnotherDisk) {
  const magnetar::tests::TempDir folder;
  const fs::path other = fs::path("/dev/shm") / folder.path().filename();
  ASSERT_TRUE(fs::is_directory("/dev/shm")) << "there is no other disk";
  const std::string film(3'000'000, 'x');
  write(folder / "cache/film.mkv", film);
  write(other / ".film.mkv.magnetar-part", "of a process that was killed");
  const auto placed = put_for_person(folder / "cache/film.mkv", other / "film.mkv", false);
  ASSERT_TRUE(placed);
  EXPECT_EQ(read(other / "film.mkv"), film);
  EXPECT_FALSE(fs::exists(other / ".film.mkv.magnetar-part"));
  EXPECT_FALSE(put_for_person(folder / "cache/film.mkv", other / "later.mkv", true));
  EXPECT_EQ(std::distance(fs::directory_iterator(other), fs::directory_iterator()), 1);
  fs::remove_all(other);
}

TEST(KeptFile, LeavesItsFolderByNoName) {
  EXPECT_EQ(name_for_person("../../etc/passwd"), fs::path("etc/passwd"));
  EXPECT_EQ(name_for_person("/a/./b.mkv"), fs::path("a/b.mkv"));
  EXPECT_EQ(name_for_person(".."), fs::path("film"));
  const auto cut = name_for_person("s/" + std::string(400, 'a') + ".mkv").filename().string();
  EXPECT_LE(cut.size(), 240U);
  EXPECT_TRUE(cut.ends_with(".mkv"));
}

}  // namespace
}  // namespace magnetar::app
