#include <algorithm>
#include <boost/asio/post.hpp>
#include <libtorrent/peer_info.hpp>
#include <libtorrent/torrent_status.hpp>
#include <limits>

#include "engine/session_engine.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

lt::piece_index_t to_lt(base::PieceIndex piece) {
  return lt::piece_index_t(piece.value);
}

bool inside(const TorrentEntry& entry, base::PieceIndex piece) {
  return piece.value >= 0 && static_cast<std::size_t>(piece.value) < entry.wanted.size();
}

/// libtorrent leaves a piece that lost its deadline at priority 1.
void want_again(const TorrentEntry& entry, base::PieceIndex piece) {
  const auto priority = entry.wanted[static_cast<std::size_t>(piece.value)];
  entry.handle.piece_priority(to_lt(piece), lt::download_priority_t(priority));
}

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

void SessionEngine::limit_download(const base::TorrentId& id, std::int64_t bytes_per_second) {
  const EntryPtr entry = find(id);
  if (!entry) return;
  entry->handle.set_download_limit(
      static_cast<int>(std::clamp<std::int64_t>(bytes_per_second, 0, std::numeric_limits<int>::max())));
}

void SessionEngine::hurry(const base::TorrentId& id, base::PieceIndex piece) {
  const EntryPtr entry = find(id);
  if (!entry || !entry->checked || !inside(*entry, piece) || entry->store->readable(piece)) return;
  entry->hurried.insert(piece);
  entry->handle.set_piece_deadline(to_lt(piece), 0);
}

void SessionEngine::relax(const base::TorrentId& id, base::PieceIndex piece) {
  const EntryPtr entry = find(id);
  if (!entry || entry->hurried.erase(piece) == 0) return;
  entry->handle.reset_piece_deadline(to_lt(piece));
  if (!entry->store->readable(piece)) want_again(*entry, piece);
}

void SessionEngine::flush_requests(const base::TorrentId& id, base::PieceIndex first) {
  const EntryPtr entry = find(id);
  if (!entry || !entry->checked || !inside(*entry, first) || entry->store->readable(first)) return;
  boost::asio::post(session_.get_context(), [lanes = entry->lanes, first] { lanes->flush_for(first.value); });
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
