#pragma once
// Which torrents make room when the cache is over its limit. Pure.

#include <cstdint>
#include <vector>

#include "base/strong_id.h"

namespace magnetar::app {

struct CacheEntry {
  base::TorrentId id;
  std::int64_t bytes = 0;
  std::int64_t last_use = 0;  ///< seconds since 1970
  bool in_use = false;        ///< watched, or selected to be kept
};

struct CacheLimits {
  std::int64_t size = 0;        ///< 0: no limit
  std::int64_t disk_free = 0;   ///< bytes free on the disk now
  std::int64_t free_floor = 0;  ///< bytes that shall stay free
};

/// The torrents to remove, those not used for longest first; never one in use, and none that holds nothing.
[[nodiscard]] std::vector<base::TorrentId> victims(std::vector<CacheEntry> entries,
                                                   const CacheLimits& limits);

}  // namespace magnetar::app
