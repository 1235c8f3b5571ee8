#include "app/torrents/torrent_restores.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/log.h"

namespace magnetar::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::TorrentId;

// Parsing a larger .torrent file takes too long for the loop.
constexpr std::size_t kReadAtOnce = 64 * 1024;
// A torrent whose restore has not ended the process by this time is not the cause of a later end.
constexpr base::Duration kThroughAfter = std::chrono::seconds(30);

}  // namespace

Result<void> TorrentRestores::begin() {
  count_failures();
  MAGNETAR_TRY(records, uses_.library.torrents());
  // The library returns the newest first, and the newest gets the highest order.
  std::reverse(records.begin(), records.end());
  for (auto& record : records) {
    BOOST_OUTCOME_TRYV(list(std::move(record)));
  }
  BOOST_OUTCOME_TRYV(list_kept_files());
  next();
  return base::success();
}

Result<void> TorrentRestores::list(library::TorrentRecord record) {
  const auto torrent = starts_.make(std::move(record));
  uses_.torrents.add(torrent);
  MAGNETAR_TRY(failures, uses_.library.restore_failures(torrent->id()));
  if (failures > 0) suspects_.insert(torrent->id());
  if (!queue_.add(torrent->id(), failures))
    torrent->failure = Error{ErrorCode::bad_torrent, "set aside: restoring it ended the daemon twice"};
  return base::success();
}

Result<void> TorrentRestores::list_kept_files() {
  MAGNETAR_TRY(kept, uses_.library.kept());
  for (auto& file : kept) {
    if (const auto torrent = uses_.torrents.find(file.id)) torrent->kept.set(file.file, std::move(file.path));
  }
  return base::success();
}

/// Counts a failure for the torrents during whose restore the last process ended by a fault.
void TorrentRestores::count_failures() {
  for (const TorrentId& id : uses_.note.ended_during()) {
    const auto failures = uses_.library.restore_failures(id);
    if (!failures || !uses_.library.put_restore_failures(id, failures.value() + 1)) continue;
    base::log(base::LogLevel::warning, "catalog", "the daemon ended while it restored " + id.value);
  }
}

void TorrentRestores::next() {
  const auto id = queue_.next();
  if (!id) return;
  const auto torrent = uses_.torrents.find(*id);
  if (!torrent) {
    queue_.ended(*id);
    return uses_.loop.post([this] { next(); });
  }
  begin_one(*id);
  if (torrent->record.torrent_file.size() > kReadAtOnce) return read_and_restore(torrent);
  restore(torrent);
  uses_.loop.post([this] { next(); });
}

void TorrentRestores::read_and_restore(const std::shared_ptr<Torrent>& torrent) {
  const auto source = std::make_shared<std::optional<Result<engine::TorrentSource>>>();
  uses_.background.run(
      [source, bytes = torrent->record.torrent_file] { source->emplace(engine::parse_torrent_file(bytes)); },
      [this, torrent, source] {
        if (uses_.torrents.find(torrent->id()) == torrent && !torrent->in_engine)
          start(torrent, std::move(**source));
        next();
      });
}

void TorrentRestores::begin_one(const TorrentId& id) {
  queue_.take(id);
  under_way_[id] = uses_.clock.now();
  uses_.note.begin(id);
}

void TorrentRestores::restore(const std::shared_ptr<Torrent>& torrent) {
  const auto& kept = torrent->record;
  if (!kept.torrent_file.empty()) return start(torrent, engine::parse_torrent_file(kept.torrent_file));
  auto link = engine::parse_source(kept.source);
  if (!link) return start(torrent, link.error());
  if (auto* magnet = std::get_if<engine::TorrentSource>(&link.value()))
    return start(torrent, std::move(*magnet));
  if (!kept.paused) starts_.fetch_url(torrent);
  restored(torrent->id());
}

void TorrentRestores::start(const std::shared_ptr<Torrent>& torrent, Result<engine::TorrentSource> source) {
  const TorrentId id = torrent->id();
  if (source) {
    const auto link = engine::parse_source(torrent->record.source);
    const auto* magnet = link ? std::get_if<engine::TorrentSource>(&link.value()) : nullptr;
    if (magnet != nullptr && !torrent->record.torrent_file.empty())
      source = engine::with_peers_of(std::move(source.value()), *magnet);
  }
  const auto started = source ? starts_.start(torrent, source.value()) : Result<void>(source.error());
  if (!started) torrent->failure = started.error();
  // The check that follows may end the process as well; a magnet link without metadata has nothing to check.
  if (!started || !torrent->metadata()) uses_.loop.post([this, id] { restored(id); });
}

void TorrentRestores::hurry(const TorrentId& id) {
  if (queue_.waits(id)) restore_now(id);
}

void TorrentRestores::restore_now(const TorrentId& id) {
  const auto torrent = uses_.torrents.find(id);
  if (!torrent || torrent->in_engine || torrent->record.info_hash.best().empty()) return;
  begin_one(id);
  restore(torrent);
}

void TorrentRestores::came_through(const TorrentId& id) {
  if (under_way_.contains(id)) restored(id);
}

void TorrentRestores::restored(const TorrentId& id) {
  under_way_.erase(id);
  uses_.note.end(id);
  const bool waited_for = queue_.ended(id);
  if (suspects_.erase(id) > 0 && !uses_.library.put_restore_failures(id, 0))
    base::log(base::LogLevel::warning, "catalog", "the library cannot be written");
  if (waited_for) uses_.loop.post([this] { next(); });
}

void TorrentRestores::settle() {
  std::vector<TorrentId> through;
  for (const auto& [id, since] : under_way_) {
    if (uses_.clock.now() - since >= kThroughAfter) through.push_back(id);
  }
  for (const TorrentId& id : through) restored(id);
}

void TorrentRestores::stop() {
  queue_ = {};
  uses_.note.end_all();
}

}  // namespace magnetar::app
