#pragma once
// A file of a torrent as the room media knows it.

#include <compare>
#include <string>

#include "base/strong_id.h"

namespace magnetar::media {

/// Identifies a file by its content: the same key always means the same bytes.
struct FilmKey {
  std::string info_hash;  ///< InfoHash::best()
  base::FileIndex file;

  auto operator<=>(const FilmKey&) const = default;
};

struct Film {
  FilmKey key;
  std::string url;   ///< on the endpoint
  std::string name;  ///< the file's own, from the torrent
  base::TorrentId torrent = {};
  std::string viewer = {};   ///< as in the URL; empty: unknown
  std::string cut_url = {};  ///< on the endpoint: the film from a place on; milliseconds are appended
  /// On the endpoint: a byte range of the file; "<first>-<one past the last>" is appended.
  std::string part_url = {};
};

}  // namespace magnetar::media
