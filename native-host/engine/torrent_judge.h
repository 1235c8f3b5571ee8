#pragma once
// Judges a stranger's metadata before libtorrent parses it. Refuses metadata for which libtorrent 2.0.8 takes
// too long, reads beyond its memory (its issue 8759), throws, or keeps data that it cannot read again. One
// pass whose cost grows with the bytes; pure, on any thread.

#include <string_view>

#include "base/error.h"

namespace magnetar::engine {

constexpr std::size_t kLargestTorrentFile = 10'485'760;
/// The limit for metadata alone: with trackers it has to fit into a .torrent file.
constexpr std::size_t kLargestMetadata = kLargestTorrentFile - 65'536;
constexpr int kMostPieces = 1'048'576;
constexpr std::int64_t kLargestPiece = 268'435'456;
constexpr std::int64_t kLargestTorrent = std::int64_t{1} << 44;    ///< bytes of all files
constexpr std::int64_t kLargestV2Torrent = std::int64_t{1} << 42;  ///< libtorrent keeps a bit for each block

/// Judges an info dictionary (BEP 3, BEP 52), as peers send it. Errors: bad_torrent.
[[nodiscard]] base::Result<void> judge_metadata(std::string_view info);

/// Judges a whole .torrent file. Errors: bad_torrent.
[[nodiscard]] base::Result<void> judge_torrent_file(std::string_view bytes);

}  // namespace magnetar::engine
