#pragma once
// The names in an info dictionary as they were written. libtorrent makes names fit for a disk and loses what
// is not UTF-8; people see the names that the dictionary has.

#include <cstdint>
#include <libtorrent/torrent_info.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace magnetar::engine {

/// The name of the torrent, and the path of each file by its index. A name that is UTF-8, or that libtorrent
/// took from `name.utf-8` and `path.utf-8`, is left to libtorrent: it is empty.
struct RawNames {
  std::string torrent;
  std::vector<std::string> files;  ///< '/' between folders; without the torrent's name
};

[[nodiscard]] RawNames raw_names(const libtorrent::torrent_info& info);

/// The names of a torrent as people read them, in UTF-8. `declared` is the .torrent file's key `encoding`, or
/// empty.
[[nodiscard]] RawNames readable_names(const libtorrent::torrent_info& info, std::string_view declared);

}  // namespace magnetar::engine
