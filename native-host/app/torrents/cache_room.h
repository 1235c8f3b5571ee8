#pragma once
// Chooses the torrents to remove when the cache is over its limit, or a disk nearly full. Pure.

#include <cstdint>
#include <vector>

#include "base/strong_id.h"

namespace magnetar::app {

struct CacheEntry {
  base::TorrentId id;
  std::int64_t bytes = 0;     ///< on the disk
  std::int64_t last_use = 0;  ///< seconds since 1970
  bool in_use = false;        ///< watched, or with selected files
  std::uint64_t disk = 0;     ///< its file system
};

/// A file system that holds films.
struct DiskRoom {
  std::uint64_t disk = 0;
  std::int64_t size = 0;  ///< bytes in all
  std::int64_t free = 0;  ///< bytes free now
};

/// Returns the bytes of a disk of this size that shall stay free: 1 GiB, or a twentieth if that is less.
[[nodiscard]] std::int64_t free_floor(std::int64_t disk_size);

/// Returns the torrents to remove, the least recently used first; never one in use or without bytes. Above
/// `cache_size` (0: no limit) any of them may go. For a disk with less free space than its floor, those on
/// that disk may go.
[[nodiscard]] std::vector<base::TorrentId> victims(std::vector<CacheEntry> entries, std::int64_t cache_size,
                                                   const std::vector<DiskRoom>& disks);

}  // namespace magnetar::app
