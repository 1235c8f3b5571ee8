#include "app/torrents/cache_room.h"

#include <algorithm>

namespace magnetar::app {

std::vector<base::TorrentId> victims(std::vector<CacheEntry> entries, const CacheLimits& limits) {
  std::int64_t used = 0;
  for (const auto& entry : entries) used += entry.bytes;
  const std::int64_t over = limits.size > 0 ? used - limits.size : 0;
  std::int64_t needed = std::max(over, limits.free_floor - limits.disk_free);
  std::sort(entries.begin(), entries.end(),
            [](const auto& left, const auto& right) { return left.last_use < right.last_use; });
  std::vector<base::TorrentId> chosen;
  for (const auto& entry : entries) {
    if (needed <= 0) break;
    if (entry.in_use || entry.bytes == 0) continue;
    chosen.push_back(entry.id);
    needed -= entry.bytes;
  }
  return chosen;
}

}  // namespace magnetar::app
