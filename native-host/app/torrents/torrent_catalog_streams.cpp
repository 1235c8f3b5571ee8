// Who watches what; the other commands are in torrent_catalog.cpp.

#include <algorithm>

#include "app/torrents/catalog_answers.h"
#include "app/torrents/torrent_catalog.h"

namespace magnetar::app {

using base::Result;
using base::TorrentId;

Result<api::FileView> TorrentCatalog::open_stream(const TorrentId& id, std::optional<base::FileIndex> index) {
  if (restores_.waits(id)) restore_now(id);
  const auto torrent = find(id);
  if (!torrent) return unknown_torrent();
  if (!torrent->metadata()) return no_metadata();
  const auto wanted = index ? index : torrent->start_file();
  const auto* file = wanted ? torrent->file(*wanted) : nullptr;
  if (file == nullptr) return unknown_file();
  torrent->record.opened_at = seconds_since_1970();
  judge_room(*torrent);
  if (torrent->record.paused || torrent->failure) {
    BOOST_OUTCOME_TRYV(resume(id));
  } else {
    BOOST_OUTCOME_TRYV(keep(*torrent));
  }
  const auto watched = world_.library().position(torrent->record.info_hash.best(), *wanted);
  if (watched) torrent->set_duration(*wanted, watched.value().duration);
  return torrent->file_view(*file);
}

void TorrentCatalog::tick() {
  for (const auto& [id, torrent] : torrents_) {
    if (auto* scheduler = torrent->scheduler(); scheduler && scheduler->active()) scheduler->tick();
  }
}

bool TorrentCatalog::streaming() const {
  return std::any_of(torrents_.begin(), torrents_.end(), [](const auto& entry) {
    const auto* scheduler = entry.second->scheduler();
    return scheduler && scheduler->active();
  });
}

void TorrentCatalog::apply_settings() {
  for (const auto& [id, torrent] : torrents_) {
    if (auto* scheduler = torrent->scheduler()) scheduler->set_only_watched(world_.settings().only_watched);
  }
}

bool TorrentCatalog::busy() {
  if (!restores_.empty()) return true;
  return std::any_of(torrents_.begin(), torrents_.end(), [](const auto& entry) {
    Torrent& torrent = *entry.second;
    if (torrent.scheduler() && torrent.scheduler()->open_viewers() > 0) return true;
    return !torrent.record.selected.empty() && torrent.active();
  });
}

}  // namespace magnetar::app
