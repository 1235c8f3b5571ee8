#include "app/torrents/cache_space.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "app/torrents/cache_room.h"
#include "app/torrents/catalog_answers.h"
#include "app/torrents/disk_use.h"
#include "base/log.h"

namespace magnetar::app {

CacheSpace::CacheSpace(const TorrentMap& torrents, Removals& removals, const library::Records& library,
                       const library::Settings& settings, Background& background)
    : torrents_(torrents),
      removals_(removals),
      library_(library),
      settings_(settings),
      background_(background) {}

void CacheSpace::note_uses() {
  for (const auto& [id, torrent] : torrents_) note_use(*torrent);
}

void CacheSpace::make_room() {
  std::vector<CacheEntry> entries;
  std::vector<DiskRoom> disks;
  std::int64_t kept = 0;
  for (const auto& [id, torrent] : torrents_) {
    measure(torrent);
    judge(*torrent);
    const auto room = disk_room(torrent->record.folder);
    const bool selected = !torrent->record.selected.empty();
    if (selected) kept += torrent->bytes_on_disk();
    entries.push_back({id, torrent->bytes_on_disk(), torrent->record.opened_at,
                       torrent->watched() || selected, room ? room->disk : 0});
    const bool known =
        !room || std::ranges::any_of(disks, [&](const auto& disk) { return disk.disk == room->disk; });
    if (!known) disks.push_back(*room);
  }
  const std::int64_t limit = settings_.cache_size;
  kept_above_limit_ = limit > 0 && kept > limit ? kept : 0;
  for (const auto& id : victims(std::move(entries), limit, disks)) {
    const auto torrent = torrents_.find(id);
    base::log(base::LogLevel::info, "cache", "making room: " + torrent->record.name);
    removals_.begin(torrent, {true, "cache_full"}, nullptr);
  }
}

void CacheSpace::judge(Torrent& torrent) const {
  torrent.missing_room = 0;
  if (torrent.record.folder.empty() || !torrent.metadata()) return;
  const auto room = disk_room(torrent.record.folder);
  const std::int64_t missing = room ? torrent.to_come() - room->free : 0;
  if (missing > 0)
    torrent.missing_room = std::max<std::int64_t>(0, missing - can_be_gained_for(torrent, room->disk));
}

/// Returns the bytes of other torrents on the disk that are removed when it is full.
std::int64_t CacheSpace::can_be_gained_for(const Torrent& torrent, std::uint64_t disk) const {
  std::int64_t bytes = 0;
  for (const auto& [id, other] : torrents_) {
    if (other.get() == &torrent || other->watched() || !other->record.selected.empty()) continue;
    const auto room = disk_room(other->record.folder);
    if (room && room->disk == disk) bytes += other->bytes_on_disk();
  }
  return bytes;
}

/// A film counts as used until its last byte is read, not only when it is opened.
void CacheSpace::note_use(Torrent& torrent) const {
  const bool watched = torrent.watched();
  if (watched) torrent.record.opened_at = seconds_since_1970();
  if (std::exchange(torrent.was_watched, watched) && !watched) log_failure(library_.put(torrent.record));
}

/// Measures the folder when the verified bytes have changed.
void CacheSpace::measure(const std::shared_ptr<Torrent>& torrent) {
  const std::int64_t done = torrent->bytes_done();
  if (torrent->record.folder.empty() || torrent->measuring || torrent->measured_at == done) return;
  torrent->measuring = true;
  torrent->measured_at = done;
  const auto bytes = std::make_shared<std::int64_t>(0);
  background_.run([bytes, folder = torrent->record.folder] { *bytes = disk_use(folder); },
                  [torrent, bytes] {
                    torrent->measuring = false;
                    torrent->on_disk = *bytes;
                  });
}

std::int64_t CacheSpace::used() const {
  std::int64_t bytes = 0;
  for (const auto& [id, torrent] : torrents_) bytes += torrent->bytes_on_disk();
  return bytes;
}

}  // namespace magnetar::app
