#include "app/tracker/allow_file.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/atomic_file.h"
#include "support/temp_dir.h"

namespace magnetar::app {
namespace {

const std::string kA = std::string(40, 'a') + "\n";
const std::string kB = std::string(40, 'b') + "\n";

bool allows(const AllowFile& file, char byte) {
  const auto hash = *tracker::id_from<tracker::InfoHash>(std::string(20, byte));
  return !file.refusal({hash, nullptr, {}});
}

TEST(AllowFile, IsReadAgainWhenItIsReplacedOrWritten) {
  const tests::TempDir folder;
  const auto path = folder.path() / "allowed";
  ASSERT_TRUE(base::write_file(path, kA));
  auto file = AllowFile::open(path).value();
  EXPECT_TRUE(allows(file, '\xaa'));
  ASSERT_TRUE(base::write_file(path, kB));
  file.look();
  EXPECT_FALSE(allows(file, '\xaa'));
  EXPECT_TRUE(allows(file, '\xbb'));
}

TEST(AllowFile, KeepsTheListBeforeWhileItCannotBeRead) {
  const tests::TempDir folder;
  const auto path = folder.path() / "allowed";
  ASSERT_TRUE(base::write_file(path, kA));
  auto file = AllowFile::open(path).value();
  ASSERT_TRUE(base::write_file(path, kB + "nonsense\n"));
  file.look();
  EXPECT_TRUE(allows(file, '\xaa'));
  std::filesystem::remove(path);
  file.look();
  EXPECT_TRUE(allows(file, '\xaa'));
  ASSERT_TRUE(base::write_file(path, kB));
  file.look();
  EXPECT_TRUE(allows(file, '\xbb'));
}

TEST(AllowFile, CannotBeMissingAtTheStart) {
  const tests::TempDir folder;
  EXPECT_EQ(AllowFile::open(folder.path() / "none").error().code, base::ErrorCode::not_found);
}

}  // namespace
}  // namespace magnetar::app
