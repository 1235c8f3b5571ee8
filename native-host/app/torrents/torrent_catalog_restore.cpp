// The torrents of the library come back after the start: one at a time, so that others are answered in
// between.

#include <algorithm>
#include <utility>

#include "app/torrents/torrent_catalog.h"
#include "base/log.h"

namespace magnetar::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::TorrentId;

// Reading a larger .torrent file takes longer than the loop may.
constexpr std::size_t kReadAtOnce = 64 * 1024;
// A torrent that has not ended the process by then does not do so because it was restored.
constexpr base::Duration kThroughAfter = std::chrono::seconds(30);

}  // namespace

Result<void> TorrentCatalog::restore() {
  count_failures();
  MAGNETAR_TRY(records, world_.library().torrents());
  // Newest first, as the library tells them; the newest shall have the highest order.
  std::reverse(records.begin(), records.end());
  for (auto& record : records) {
    const auto torrent = make(std::move(record));
    torrents_[torrent->id()] = torrent;
    if (auto watched = world_.library().watched(torrent->record.info_hash.best()))
      torrent->set_watched(std::move(watched.value()));
    MAGNETAR_TRY(failures, world_.library().restore_failures(torrent->id()));
    if (failures > 0) suspects_.insert(torrent->id());
    if (restores_.add(torrent->id(), failures)) continue;
    torrent->failure = Error{ErrorCode::bad_torrent, "set aside: restoring it ended the daemon twice"};
  }
  MAGNETAR_TRY(kept, world_.library().kept());
  for (auto& file : kept) {
    if (const auto torrent = find(file.id)) torrent->kept.set(file.file, std::move(file.path));
  }
  restore_next();
  return base::success();
}

/// What the process before this one was at when it ended by a fault.
void TorrentCatalog::count_failures() {
  for (const TorrentId& id : world_.restore_note().ended_during()) {
    const auto failures = world_.library().restore_failures(id);
    if (!failures || !world_.library().put_restore_failures(id, failures.value() + 1)) continue;
    base::log(base::LogLevel::warning, "catalog", "the daemon ended while it restored " + id.value);
  }
}

void TorrentCatalog::restore_next() {
  const auto id = restores_.next();
  if (!id) return;
  const auto torrent = find(*id);
  if (!torrent) {
    restores_.ended(*id);
    return world_.post([this] { restore_next(); });
  }
  begin_restore(*id);
  if (torrent->record.torrent_file.size() <= kReadAtOnce) {
    restore_one(torrent);
    return world_.post([this] { restore_next(); });
  }
  const auto source = std::make_shared<std::optional<Result<engine::TorrentSource>>>();
  world_.aside(
      [source, bytes = torrent->record.torrent_file] { source->emplace(engine::parse_torrent_file(bytes)); },
      [this, torrent, source] {
        if (find(torrent->id()) == torrent && !torrent->in_engine)
          start_restored(torrent, std::move(**source));
        restore_next();
      });
}

void TorrentCatalog::begin_restore(const TorrentId& id) {
  restores_.take(id);
  restoring_[id] = world_.clock().now();
  world_.restore_note().begin(id);
}

void TorrentCatalog::restore_one(const std::shared_ptr<Torrent>& torrent) {
  const auto& kept = torrent->record;
  if (!kept.torrent_file.empty())
    return start_restored(torrent, engine::parse_torrent_file(kept.torrent_file));
  auto link = engine::parse_source(kept.source);
  if (!link) return start_restored(torrent, link.error());
  if (auto* magnet = std::get_if<engine::TorrentSource>(&link.value()))
    return start_restored(torrent, std::move(*magnet));
  if (!kept.paused) fetch_url(torrent);
  restored(torrent->id());
}

void TorrentCatalog::start_restored(const std::shared_ptr<Torrent>& torrent,
                                    Result<engine::TorrentSource> source) {
  const TorrentId id = torrent->id();
  if (source) {
    const auto link = engine::parse_source(torrent->record.source);
    const auto* magnet = link ? std::get_if<engine::TorrentSource>(&link.value()) : nullptr;
    if (magnet != nullptr && !torrent->record.torrent_file.empty())
      source = engine::with_peers_of(std::move(source.value()), *magnet);
  }
  const auto started = source ? start(torrent, source.value()) : Result<void>(source.error());
  if (!started) torrent->failure = started.error();
  // What is checked next may end the process as well; a magnet link without metadata has nothing to check.
  if (!started || !torrent->metadata()) world_.post([this, id] { restored(id); });
}

/// Somebody wants it before its turn, or in spite of how it failed before.
void TorrentCatalog::restore_now(const TorrentId& id) {
  const auto torrent = find(id);
  if (!torrent || torrent->in_engine || torrent->record.info_hash.best().empty()) return;
  begin_restore(id);
  restore_one(torrent);
}

void TorrentCatalog::restored(const TorrentId& id) {
  restoring_.erase(id);
  world_.restore_note().end(id);
  const bool waited_for = restores_.ended(id);
  if (suspects_.erase(id) > 0 && !world_.library().put_restore_failures(id, 0))
    base::log(base::LogLevel::warning, "catalog", "the library cannot be written");
  if (waited_for) world_.post([this] { restore_next(); });
}

void TorrentCatalog::settle_restores() {
  std::vector<TorrentId> through;
  for (const auto& [id, since] : restoring_) {
    if (world_.clock().now() - since >= kThroughAfter) through.push_back(id);
  }
  for (const TorrentId& id : through) restored(id);
}

void TorrentCatalog::stop() {
  restores_ = {};
  world_.restore_note().end_all();
}

}  // namespace magnetar::app
