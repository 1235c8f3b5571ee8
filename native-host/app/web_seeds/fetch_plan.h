#pragma once
// Which ranges of which files hold what is wanted of a torrent. Pure.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/byte_range.h"
#include "engine/web_seeds.h"

namespace magnetar::app {

/// Part of one file.
struct FileRange {
  std::size_t file = 0;        ///< in WebSeedTorrent::files
  base::ByteRange in_torrent;  ///< not empty

  bool operator==(const FileRange&) const = default;
};

/// The parts of files that a range of the torrent's bytes lies in, without padding.
[[nodiscard]] std::vector<FileRange> parts_of(const engine::WebSeedTorrent& torrent, base::ByteRange range);

/// As few requests as hold these ranges, and yet one for each of `connections`, if none gets less than
/// `least` bytes. Ranges that touch become one.
[[nodiscard]] std::vector<FileRange> plan_fetches(const engine::WebSeedTorrent& torrent,
                                                  std::vector<base::ByteRange> ranges, int connections,
                                                  std::int64_t least);

/// The URL of a file below a web seed's (BEP 19): what ends with '/' is a folder; of a torrent with several
/// files it always is.
[[nodiscard]] std::string url_of(const std::string& web_seed, const engine::WebSeedTorrent& torrent,
                                 std::size_t file);

}  // namespace magnetar::app
