#pragma once
// Which torrents make room when the cache is over its limit, or a disk nearly full. Pure.

#include <cstdint>
#include <vector>

#include "base/strong_id.h"

namespace magnetar::app {

struct CacheEntry {
  base::TorrentId id;
  std::int64_t bytes = 0;     ///< on the disk
  std::int64_t last_use = 0;  ///< seconds since 1970
  bool in_use = false;        ///< watched, or selected to be kept
  std::uint64_t disk = 0;     ///< the file system it lies on
};

/// A file system that holds films.
struct DiskRoom {
  std::uint64_t disk = 0;
  std::int64_t size = 0;  ///< bytes in all
  std::int64_t free = 0;  ///< bytes free now
};

/// How much of a disk of this size shall stay free: 1 GiB, and of a small one a twentieth.
[[nodiscard]] std::int64_t free_floor(std::int64_t disk_size);

/// The torrents to remove, those not used for longest first; never one in use, and none that holds nothing.
/// Above `cache_size` (0: no limit) any of them may go; for a disk that has less free than its floor those
/// that lie on it.
[[nodiscard]] std::vector<base::TorrentId> victims(std::vector<CacheEntry> entries, std::int64_t cache_size,
                                                   const std::vector<DiskRoom>& disks);

}  // namespace magnetar::app
