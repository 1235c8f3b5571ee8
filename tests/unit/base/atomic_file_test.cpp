#include "base/atomic_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>

#include "support/temp_dir.h"

namespace magnetar::base {
namespace {

using tests::TempDir;

std::size_t files_in(const std::filesystem::path& folder) {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder)) ++count;
  return count;
}

TEST(AtomicFile, ReadsBackWhatWasWritten) {
  const TempDir folder;
  const std::string content("a\0b\n\xff", 5);
  ASSERT_TRUE(write_file(folder / "file", content));
  EXPECT_EQ(read_file(folder / "file", 100).value(), content);
}

TEST(AtomicFile, ReplacesTheOldContentAndLeavesNothingElse) {
  const TempDir folder;
  ASSERT_TRUE(write_file(folder / "file", "a long old content"));
  ASSERT_TRUE(write_file(folder / "file", "new"));
  EXPECT_EQ(read_file(folder / "file", 100).value(), "new");
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(AtomicFile, RemovesWhatKilledWritesLeftAndNothingElse) {
  const TempDir folder;
  for (const char* name : {"file", "file.0123456789ab.tmp", "file.old", "other.0123456789ab.tmp"})
    ASSERT_TRUE(write_file(folder / name, "x"));
  remove_leftovers(folder / "file");
  EXPECT_EQ(files_in(folder.path()), 3U);
  EXPECT_FALSE(std::filesystem::exists(folder / "file.0123456789ab.tmp"));
}

TEST(AtomicFile, IsReadableByItsOwnerOnlyUnlessTold) {
  const TempDir folder;
  ASSERT_TRUE(write_file(folder / "private", "x"));
  struct stat info {};
  ASSERT_EQ(::stat((folder / "private").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);
}

TEST(AtomicFile, ReadsAnEmptyFile) {
  const TempDir folder;
  ASSERT_TRUE(write_file(folder / "empty", ""));
  EXPECT_EQ(read_file(folder / "empty", 0).value(), "");
}

TEST(AtomicFile, RefusesAFileOverTheLimit) {
  const TempDir folder;
  ASSERT_TRUE(write_file(folder / "file", "12345"));
  EXPECT_TRUE(read_file(folder / "file", 5));
  EXPECT_EQ(read_file(folder / "file", 4).error().code, ErrorCode::io_error);
}

TEST(AtomicFile, SaysNotFoundWhenThereIsNone) {
  const TempDir folder;
  EXPECT_EQ(read_file(folder / "none", 100).error().code, ErrorCode::not_found);
}

TEST(AtomicFile, DoesNotReadAFolder) {
  const TempDir folder;
  EXPECT_EQ(read_file(folder.path(), 100).error().code, ErrorCode::io_error);
}

TEST(AtomicFile, LeavesTheOldFileAndNoOtherWhenItCannotReplaceIt) {
  const TempDir folder;
  std::filesystem::create_directories(folder / "taken/by-a-folder");
  EXPECT_FALSE(write_file(folder / "taken", "x"));
  EXPECT_TRUE(std::filesystem::is_directory(folder / "taken"));
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(AtomicFile, FailsWhereThereIsNoFolder) {
  const TempDir folder;
  EXPECT_EQ(write_file(folder / "none/file", "x").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace magnetar::base
