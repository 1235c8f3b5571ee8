#pragma once
// A file of a torrent as this room knows it.

#include <compare>
#include <string>

#include "base/strong_id.h"

namespace magnetar::media {

/// Names the same bytes for ever.
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
  std::string cut_url = {};  ///< on the endpoint: the film from a place on, to be followed by milliseconds
  /// On the endpoint: a part of the file, to be followed by its first byte, '-' and the byte behind its last.
  std::string part_url = {};
};

}  // namespace magnetar::media
