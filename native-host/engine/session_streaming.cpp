#include <algorithm>
#include <boost/asio/post.hpp>
#include <libtorrent/peer_info.hpp>
#include <libtorrent/torrent_status.hpp>
#include <utility>

#include "engine/session_engine.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

void count(const lt::peer_info& peer, SwarmStats& stats) {
  const bool web = peer.connection_type != lt::peer_info::standard_bittorrent;
  if (web) {
    ++stats.web_seeds;
  } else if (peer.flags & lt::peer_info::utp_socket) {
    ++stats.utp;
  } else {
    ++stats.tcp;
  }
  if (peer.flags & (lt::peer_info::rc4_encrypted | lt::peer_info::plaintext_encrypted)) ++stats.encrypted;
  if (peer.flags & lt::peer_info::seed) ++stats.seeds;
  if (peer.flags & lt::peer_info::remote_choked) ++stats.choking;
  if (peer.flags & lt::peer_info::snubbed) ++stats.snubbed;
  stats.in_flight += std::max(0, peer.queue_bytes);
}

}  // namespace

// libtorrent's network thread does it, in the order of the calls.
void SessionEngine::at_lanes(const TorrentEntry& entry,
                             std::function<void(RequestLanes&, base::TimePoint)> work) {
  boost::asio::post(session_.get_context(), [lanes = entry.lanes, work = std::move(work)] {
    work(*lanes, base::SystemClock().now());
  });
}

/// libtorrent hears of it too: what it wants decides whether it is interested in a peer, and when it is done.
void SessionEngine::tell_wanted(const TorrentEntry& entry, const Priorities& changes) {
  if (changes.empty()) return;
  entry.handle.prioritize_pieces(changes);
  std::vector<std::pair<std::int32_t, int>> wanted;
  for (const auto& [piece, priority] : changes)
    wanted.emplace_back(static_cast<std::int32_t>(piece), static_cast<std::uint8_t>(priority));
  at_lanes(entry, [wanted = std::move(wanted)](RequestLanes& lanes, base::TimePoint now) {
    lanes.want(wanted, now);
  });
}

void SessionEngine::limit_download(const base::TorrentId& id, std::int64_t bytes_per_second) {
  if (const EntryPtr entry = find(id)) {
    at_lanes(*entry, [bytes_per_second](RequestLanes& lanes, base::TimePoint now) {
      lanes.limit(bytes_per_second, now);
    });
  }
}

void SessionEngine::hurry(const base::TorrentId& id, base::PieceIndex piece) {
  if (const EntryPtr entry = find(id))
    at_lanes(*entry, [piece](RequestLanes& lanes, base::TimePoint now) { lanes.hurry(piece.value, now); });
}

void SessionEngine::relax(const base::TorrentId& id, base::PieceIndex piece) {
  if (const EntryPtr entry = find(id))
    at_lanes(*entry, [piece](RequestLanes& lanes, base::TimePoint) { lanes.relax(piece.value); });
}

SwarmStats SessionEngine::swarm(const base::TorrentId& id) const {
  SwarmStats stats;
  const EntryPtr entry = find(id);
  if (!entry) return stats;
  const lt::torrent_status status = entry->handle.status({});
  stats.downloaded = status.total_payload_download;
  stats.wasted = status.total_redundant_bytes;
  stats.corrupt = status.total_failed_bytes;
  stats.hash_failures = entry->store->hash_failures();
  std::vector<lt::peer_info> peers;
  entry->handle.get_peer_info(peers);
  for (const lt::peer_info& peer : peers) count(peer, stats);
  return stats;
}

}  // namespace magnetar::engine
