#pragma once
// Plans the ranges of files to request for wanted bytes of a torrent. Pure.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/byte_range.h"
#include "engine/web_seeds.h"

namespace magnetar::app {

/// A part of one file.
struct FileRange {
  std::size_t file = 0;        ///< in WebSeedTorrent::files
  base::ByteRange in_torrent;  ///< not empty

  bool operator==(const FileRange&) const = default;
};

/// Returns the parts of files in a range of the torrent, without padding.
[[nodiscard]] std::vector<FileRange> parts_of(const engine::WebSeedTorrent& torrent, base::ByteRange range);

/// Returns as few requests as cover these ranges, but one for each of `connections` unless a request would
/// have less than `least` bytes. Adjacent ranges are merged.
[[nodiscard]] std::vector<FileRange> plan_fetches(const engine::WebSeedTorrent& torrent,
                                                  std::vector<base::ByteRange> ranges, int connections,
                                                  std::int64_t least);

/// Returns the URL of a file of a web seed (BEP 19): a URL that ends with '/' is a folder; for a torrent of
/// several files it always is.
[[nodiscard]] std::string url_of(const std::string& web_seed, const engine::WebSeedTorrent& torrent,
                                 std::size_t file);

}  // namespace magnetar::app
