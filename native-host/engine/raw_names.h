#pragma once
// Reads the names in an info dictionary as they were written. libtorrent makes names fit for a disk and loses
// bytes that are not UTF-8; people see the names in the dictionary.

#include <cstdint>
#include <libtorrent/torrent_info.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace magnetar::engine {

/// The name of the torrent, and the path of each file by its index. Empty for a name that libtorrent reads
/// well: one in UTF-8, or one that it took from `name.utf-8` or `path.utf-8`.
struct RawNames {
  std::string torrent;
  std::vector<std::string> files;  ///< '/' between folders; without the torrent's name
};

[[nodiscard]] RawNames raw_names(const libtorrent::torrent_info& info);

/// The names of a torrent for people, in UTF-8. `declared`: the .torrent file's key `encoding`, or empty.
[[nodiscard]] RawNames readable_names(const libtorrent::torrent_info& info, std::string_view declared);

}  // namespace magnetar::engine
