#include "app/torrents/removals.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "app/torrents/catalog_answers.h"
#include "base/log.h"

namespace magnetar::app {

using base::TorrentId;

Removals::Removals(TorrentMap& torrents, MetadataWaiters& waiters, engine::Engine& engine,
                   const library::Records& library, TorrentUrlFetches& url_fetches,
                   api::CatalogEvents& events)
    : torrents_(torrents),
      waiters_(waiters),
      engine_(engine),
      library_(library),
      url_fetches_(url_fetches),
      events_(events) {}

// The record is deleted last: after a kill in between, the torrent still exists, and no file is without a
// record.
void Removals::begin(const std::shared_ptr<Torrent>& torrent, Order order, Done done) {
  const TorrentId id = torrent->id();
  const bool delete_data = order.delete_data;
  url_fetches_.cancel(id);
  torrents_.erase(id);
  auto& removal = removals_[id] = {torrent, std::move(order), {}};
  if (done) removal.done.push_back(std::move(done));
  waiters_.answer(id, unknown_torrent());
  if (torrent->in_engine) {
    engine_.remove(id, delete_data);
  } else {
    finish(id);
  }
}

bool Removals::join(const TorrentId& id, const Done& done) {
  const auto found = removals_.find(id);
  if (found == removals_.end()) return false;
  found->second.done.push_back(done);
  return true;
}

bool Removals::under_way(const base::InfoHash& info_hash) const {
  return std::any_of(removals_.begin(), removals_.end(), [&](const auto& entry) {
    return entry.second.torrent->record.info_hash.same_torrent(info_hash);
  });
}

void Removals::finish(const TorrentId& id) {
  const auto found = removals_.find(id);
  if (found == removals_.end()) return;
  const Removal removal = std::move(found->second);
  removals_.erase(found);
  const auto& [delete_data, reason, replaced_by] = removal.order;
  const auto& folder = removal.torrent->record.folder;
  const std::string& hash = removal.torrent->record.info_hash.best();
  std::error_code ignored;  // an empty folder that stays is harmless
  if (delete_data && !folder.empty()) std::filesystem::remove_all(folder, ignored);
  const auto result = library_.remove(id);
  // The library forgets positions and probes only when the person deletes the torrent: one that made room may
  // be watched again.
  const bool forget = delete_data && reason == "user" && !hash.empty();
  if (forget && !library_.forget(hash)) base::log(base::LogLevel::error, "library", "cannot forget");
  events_.on_removed(id, reason, replaced_by);
  for (const auto& done : removal.done) done(result);
}

}  // namespace magnetar::app
