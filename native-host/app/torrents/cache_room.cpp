#include "app/torrents/cache_room.h"

#include <algorithm>
#include <functional>

namespace magnetar::app {
namespace {

/// Moves entries that fit to `chosen`, in their order, until the chosen ones free `needed` bytes.
void take(std::vector<CacheEntry>& entries, std::vector<CacheEntry>& chosen, std::int64_t needed,
          const std::function<bool(const CacheEntry&)>& fits) {
  for (const auto& gone : chosen) needed -= fits(gone) ? gone.bytes : 0;
  for (auto entry = entries.begin(); entry != entries.end() && needed > 0;) {
    if (entry->in_use || entry->bytes == 0 || !fits(*entry)) {
      ++entry;
      continue;
    }
    needed -= entry->bytes;
    chosen.push_back(*entry);
    entry = entries.erase(entry);
  }
}

}  // namespace

std::int64_t free_floor(std::int64_t disk_size) {
  return std::min(std::int64_t{1} << 30, disk_size / 20);
}

std::vector<base::TorrentId> victims(std::vector<CacheEntry> entries, std::int64_t cache_size,
                                     const std::vector<DiskRoom>& disks) {
  std::int64_t used = 0;
  for (const auto& entry : entries) used += entry.bytes;
  std::ranges::stable_sort(entries, {}, &CacheEntry::last_use);
  std::vector<CacheEntry> chosen;
  if (cache_size > 0) take(entries, chosen, used - cache_size, [](const CacheEntry&) { return true; });
  for (const DiskRoom& room : disks) {
    take(entries, chosen, free_floor(room.size) - room.free,
         [&room](const CacheEntry& entry) { return entry.disk == room.disk; });
  }
  std::vector<base::TorrentId> ids;
  for (const auto& entry : chosen) ids.push_back(entry.id);
  return ids;
}

}  // namespace magnetar::app
