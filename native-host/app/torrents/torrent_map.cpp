#include "app/torrents/torrent_map.h"

#include <algorithm>
#include <functional>

#include "app/torrents/catalog_answers.h"

namespace magnetar::app {

using base::Result;
using base::TorrentId;

void TorrentMap::add(const std::shared_ptr<Torrent>& torrent) {
  base::assert_in_loop(loop_);
  torrent->order = next_order_++;
  torrents_[torrent->id()] = torrent;
}

void TorrentMap::erase(const TorrentId& id) {
  base::assert_in_loop(loop_);
  torrents_.erase(id);
}

TorrentMap::Torrents::const_iterator TorrentMap::begin() const {
  base::assert_in_loop(loop_);
  return torrents_.begin();
}

std::shared_ptr<Torrent> TorrentMap::find(const TorrentId& id) const {
  base::assert_in_loop(loop_);
  const auto found = torrents_.find(id);
  return found == torrents_.end() ? nullptr : found->second;
}

std::shared_ptr<Torrent> TorrentMap::find(const base::InfoHash& info_hash) const {
  base::assert_in_loop(loop_);
  for (const auto& [id, torrent] : torrents_) {
    if (torrent->record.info_hash.same_torrent(info_hash)) return torrent;
  }
  return nullptr;
}

std::shared_ptr<Torrent> TorrentMap::find_source(const std::string& source) const {
  for (const auto& [id, torrent] : torrents_) {
    if (torrent->record.source == source) return torrent;
  }
  return nullptr;
}

Result<std::shared_ptr<Torrent>> TorrentMap::get(const TorrentId& id) const {
  auto torrent = find(id);
  if (!torrent) return unknown_torrent();
  return torrent;
}

Result<std::shared_ptr<Torrent>> TorrentMap::get_with_metadata(const TorrentId& id) const {
  MAGNETAR_TRY(torrent, get(id));
  if (!torrent->metadata()) return no_metadata();
  return torrent;
}

Result<FoundFile> TorrentMap::get_file(const TorrentId& id, base::FileIndex index) const {
  MAGNETAR_TRY(torrent, get_with_metadata(id));
  const auto* file = torrent->file(index);
  if (file == nullptr) return unknown_file();
  return FoundFile{torrent, file};
}

std::vector<std::shared_ptr<Torrent>> TorrentMap::newest_first() const {
  base::assert_in_loop(loop_);
  std::vector<std::shared_ptr<Torrent>> torrents;
  torrents.reserve(torrents_.size());
  for (const auto& [id, torrent] : torrents_) torrents.push_back(torrent);
  std::ranges::sort(torrents, std::greater{}, &Torrent::order);
  return torrents;
}

std::vector<api::TorrentView> TorrentMap::views(const api::Page& page) const {
  std::vector<api::TorrentView> views;
  const auto torrents = newest_first();
  const auto end = std::min(torrents.size(), page.offset + page.limit);
  for (auto place = page.offset; place < end; ++place) {
    torrents[place]->refresh();
    views.push_back(torrents[place]->view());
  }
  return views;
}

}  // namespace magnetar::app
