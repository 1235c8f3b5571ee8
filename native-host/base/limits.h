#pragma once
// Limits of what comes in that more than one room holds to.

#include <cstddef>

namespace magnetar::base {

/// Of a magnet link or a URL, in bytes. The extension has the same (shared/magnet.js).
inline constexpr std::size_t kLongestSource = 16 * 1024;

/// Of a .torrent file, in bytes. The extension has the same (shared/intake.js).
inline constexpr std::size_t kLargestTorrentFile = 10 * 1024 * 1024;

}  // namespace magnetar::base
