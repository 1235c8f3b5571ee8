#include "app/torrents/found_films.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include "support/temp_dir.h"

namespace magnetar::app {
namespace {

TEST(FoundFilms, AreTheFoldersNamedAfterInfoHashes) {
  const tests::TempDir folder;
  const std::string v1(40, 'a');
  const std::string v2(64, 'b');
  std::filesystem::create_directories(folder / v1 / "A film");
  std::filesystem::create_directories(folder / v2);
  std::filesystem::create_directories(folder / "My folder");
  std::filesystem::create_directories(folder / std::string(40, 'g'));
  std::ofstream(folder / std::string(40, 'c')) << "a file";
  std::ofstream(folder / v1 / ".parts") << "x";
  auto films = found_films(folder.path(), 10);
  ASSERT_EQ(films.size(), 2U);
  std::ranges::sort(films, {}, &library::TorrentRecord::source);
  EXPECT_EQ(films[0].source, "magnet:?xt=urn:btih:" + v1);
  EXPECT_EQ(films[0].info_hash.v1, v1);
  EXPECT_EQ(films[0].name, "A film");
  EXPECT_TRUE(films[0].paused);
  EXPECT_EQ(films[0].folder, (folder / v1).string());
  EXPECT_EQ(films[1].source, "magnet:?xt=urn:btmh:1220" + v2);
  EXPECT_EQ(films[1].name, v2);
  EXPECT_EQ(found_films(folder.path(), 1).size(), 1U);
  EXPECT_TRUE(found_films(folder / "nowhere", 10).empty());
}

}  // namespace
}  // namespace magnetar::app
