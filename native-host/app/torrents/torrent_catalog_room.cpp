// What the torrents take on their disks, and which of them make room.

#include <algorithm>
#include <utility>

#include "app/torrents/catalog_answers.h"
#include "app/torrents/disk_use.h"
#include "app/torrents/torrent_catalog.h"
#include "base/log.h"

namespace magnetar::app {

void TorrentCatalog::make_room() {
  std::vector<CacheEntry> entries;
  std::vector<DiskRoom> disks;
  std::int64_t kept = 0;
  for (const auto& [id, torrent] : torrents_) {
    note_use(*torrent);
    measure(torrent);
    const auto room = disk_room(torrent->record.folder);
    const bool watched = torrent->scheduler() && torrent->scheduler()->active();
    judge_room(*torrent);
    if (!torrent->record.selected.empty()) kept += torrent->bytes_on_disk();
    entries.push_back({id, torrent->bytes_on_disk(), torrent->record.opened_at,
                       watched || !torrent->record.selected.empty(), room ? room->disk : 0});
    const bool known =
        !room || std::ranges::any_of(disks, [&](const auto& disk) { return disk.disk == room->disk; });
    if (!known) disks.push_back(*room);
  }
  const std::int64_t limit = world_.settings().cache_size;
  kept_above_limit_ = limit > 0 && kept > limit ? kept : 0;
  for (const auto& id : victims(std::move(entries), world_.settings().cache_size, disks)) {
    const auto torrent = find(id);
    base::log(base::LogLevel::info, "cache", "making room: " + torrent->record.name);
    begin_removal(torrent, {torrent, true, "cache_full", std::nullopt, {}});
  }
}

/// Whether the disk has room for what is wanted, so that it is said before the film stops in the middle.
void TorrentCatalog::judge_room(Torrent& torrent) {
  torrent.missing_room = 0;
  if (torrent.record.folder.empty() || !torrent.metadata()) return;
  const auto room = disk_room(torrent.record.folder);
  const std::int64_t missing = room ? torrent.to_come() - room->free : 0;
  if (missing > 0)
    torrent.missing_room = std::max<std::int64_t>(0, missing - can_be_gained_for(torrent, room->disk));
}

/// What others take on the disk that go when it is full.
std::int64_t TorrentCatalog::can_be_gained_for(const Torrent& torrent, std::uint64_t disk) {
  std::int64_t bytes = 0;
  for (const auto& [id, other] : torrents_) {
    const bool watched = other->scheduler() && other->scheduler()->active();
    if (other.get() == &torrent || watched || !other->record.selected.empty()) continue;
    const auto room = disk_room(other->record.folder);
    if (room && room->disk == disk) bytes += other->bytes_on_disk();
  }
  return bytes;
}

/// A film counts as used until its last byte is read, not when it is opened.
void TorrentCatalog::note_use(Torrent& torrent) {
  const bool watched = torrent.scheduler() && torrent.scheduler()->active();
  if (watched) torrent.record.opened_at = seconds_since_1970();
  if (std::exchange(torrent.was_watched, watched) && !watched) keep_or_log(torrent);
}

/// Looks at the files on another thread, when there is something new to see.
void TorrentCatalog::measure(const std::shared_ptr<Torrent>& torrent) {
  const std::int64_t done = torrent->view().done;
  if (torrent->record.folder.empty() || torrent->measuring || torrent->measured_at == done) return;
  torrent->measuring = true;
  torrent->measured_at = done;
  const auto bytes = std::make_shared<std::int64_t>(0);
  world_.aside([bytes, folder = torrent->record.folder] { *bytes = disk_use(folder); },
               [torrent, bytes] {
                 torrent->measuring = false;
                 torrent->on_disk = *bytes;
               });
}

std::int64_t TorrentCatalog::bytes_used() {
  std::int64_t bytes = 0;
  for (const auto& [id, torrent] : torrents_) bytes += torrent->bytes_on_disk();
  return bytes;
}

}  // namespace magnetar::app
