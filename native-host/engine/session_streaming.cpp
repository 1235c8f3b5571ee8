// The orders of a stream to its swarm: priorities, download limit, late pieces.

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "engine/session_engine.h"

namespace magnetar::engine {

// Does the work on libtorrent's network thread, in the order of the calls.
void SessionEngine::at_scheduler(const TorrentEntry& entry,
                                 std::function<void(RequestScheduler&, base::TimePoint)> work) {
  boost::asio::post(session_.get_context(), [scheduler = entry.scheduler, work = std::move(work)] {
    work(*scheduler, base::SystemClock().now());
  });
}

/// Gives priorities to libtorrent too: they decide its interest in peers, and when the torrent is finished.
void SessionEngine::tell_wanted(const TorrentEntry& entry, const Priorities& changes) {
  if (changes.empty()) return;
  web_seeds_.wake(entry);
  entry.handle.prioritize_pieces(changes);
  std::vector<PiecePriority> wanted;
  for (const auto& [piece, priority] : changes)
    wanted.push_back({base::PieceIndex{static_cast<std::int32_t>(piece)},
                      static_cast<base::Priority>(static_cast<std::uint8_t>(priority))});
  const bool wants_more =
      std::ranges::any_of(wanted, [](const auto& change) { return change.priority > base::Priority::off; });
  at_scheduler(entry, [wanted = std::move(wanted)](RequestScheduler& scheduler, base::TimePoint now) {
    scheduler.want(wanted, now);
  });
  if (wants_more) look_for_peers(entry);
}

void SessionEngine::limit_download(const base::TorrentId& id, std::int64_t bytes_per_second) {
  if (const EntryPtr entry = find(id)) {
    at_scheduler(*entry, [bytes_per_second](RequestScheduler& scheduler, base::TimePoint now) {
      scheduler.limit(bytes_per_second, now);
    });
  }
}

void SessionEngine::hurry(const base::TorrentId& id, base::PieceIndex piece) {
  const EntryPtr entry = find(id);
  if (!entry) return;
  web_seeds_.wake(*entry);
  at_scheduler(*entry,
               [piece, connector = entry->connector](RequestScheduler& scheduler, base::TimePoint now) {
                 scheduler.hurry(piece.value, now);
                 connector->hurry();
               });
}

void SessionEngine::relax(const base::TorrentId& id, base::PieceIndex piece) {
  if (const EntryPtr entry = find(id))
    at_scheduler(*entry,
                 [piece](RequestScheduler& scheduler, base::TimePoint) { scheduler.relax(piece.value); });
}

}  // namespace magnetar::engine
