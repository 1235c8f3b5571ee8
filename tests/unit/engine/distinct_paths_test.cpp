#include "engine/distinct_paths.h"

#include <gtest/gtest.h>

#include <libtorrent/bdecode.hpp>
#include <libtorrent/torrent_info.hpp>
#include <string>
#include <vector>

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

std::string metadata_of(const std::vector<std::vector<std::string>>& paths) {
  std::string files;
  for (const auto& path : paths) {
    files += "d6:lengthi1e4:pathl";
    for (const std::string& name : path) files += std::to_string(name.size()) + ":" + name;
    files += "ee";
  }
  return "d5:filesl" + files + "e4:name5:films12:piece lengthi16384e6:pieces20:01234567890123456789e";
}

std::vector<std::string> paths_of(const lt::file_storage& files) {
  std::vector<std::string> paths;
  for (const lt::file_index_t file : files.file_range()) paths.push_back(files.file_path(file));
  return paths;
}

/// Parses as libtorrent parses metadata of peers.
lt::torrent_info from_peers(const std::string& metadata) {
  lt::torrent_info info{lt::info_hash_t{}};
  lt::error_code error;
  const lt::bdecode_node node = lt::bdecode(metadata, error);
  EXPECT_TRUE(info.parse_info_section(node, error, 1000)) << error.message();
  return info;
}

/// Parses as libtorrent parses a .torrent file.
lt::torrent_info from_file(const std::string& metadata) {
  const std::string file = "d4:info" + metadata + "e";
  return lt::torrent_info(lt::span<const char>(file), lt::from_span);
}

TEST(DistinctPaths, AreThoseOfTheTorrentFile) {
  const std::vector<std::vector<std::vector<std::string>>> shapes{
      {{"a.mp4"}, {"a.mp4"}},     {{"a.mp4"}, {"A.MP4"}, {"a.Mp4"}},   {{"a"}, {"a", "b"}},
      {{"a", "b"}, {"a"}, {"A"}}, {{"a.mp4"}, {"a.mp4"}, {"a.1.mp4"}}, {{"folder.x", "a"}, {"folder.x", "a"}},
      {{".hidden"}, {".hidden"}}, {{"x", "..", "a"}, {"x", "a"}},      {{"a\xff"}, {"a\xfe"}},
  };
  for (const auto& shape : shapes) {
    const std::string metadata = metadata_of(shape);
    // A file_storage borrows names from the torrent_info that it was read into.
    const auto torrent = from_peers(metadata);
    const auto distinct = distinct_paths(torrent.files());
    const auto expected = paths_of(from_file(metadata).files());
    ASSERT_TRUE(distinct) << expected.front();
    EXPECT_EQ(paths_of(*distinct), expected);
    EXPECT_GT(count_clashes(from_peers(metadata).files()), 0);
    EXPECT_EQ(count_clashes(*distinct), 0);
  }
}

TEST(DistinctPaths, AreNothingNewWhenNoPathsClash) {
  EXPECT_FALSE(distinct_paths(from_peers(metadata_of({{"a.mp4"}, {"b.mp4"}, {"c", "a.mp4"}})).files()));
}

}  // namespace
}  // namespace magnetar::engine
