#include "engine/torrent_watch.h"

#include <algorithm>
#include <libtorrent/download_priority.hpp>
#include <libtorrent/peer_info.hpp>
#include <libtorrent/torrent_info.hpp>
#include <libtorrent/torrent_status.hpp>
#include <random>
#include <utility>
#include <vector>

#include "engine/local_peers.h"
#include "engine/peer_connector.h"
#include "engine/peer_tap.h"
#include "engine/piece_store.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

constexpr int kRankEvery = 10;

base::PieceIndex index_of(lt::piece_index_t piece) {
  return base::PieceIndex{static_cast<std::int32_t>(piece)};
}

}  // namespace

TorrentWatch::TorrentWatch(lt::torrent_handle torrent, std::shared_ptr<PieceStore> store,
                           std::shared_ptr<RequestScheduler> scheduler,
                           std::shared_ptr<PeerConnector> connector,
                           std::shared_ptr<const LocalPeers> local_peers, NeighbourFound found)
    : torrent_(std::move(torrent)),
      store_(std::move(store)),
      scheduler_(std::move(scheduler)),
      connector_(std::move(connector)),
      local_peers_(std::move(local_peers)),
      neighbour_found_(std::move(found)),
      seed_(std::random_device{}()) {
  connector_->attach(torrent_);
}

void TorrentWatch::on_add_peer(const lt::tcp::endpoint& peer, lt::peer_source_flags_t source,
                               lt::add_peer_flags_t flags) {
  if (!(flags & filtered)) return connector_->heard_of(peer);
  if (source & lt::peer_info::lsd) neighbour_found_(peer);
}

std::shared_ptr<lt::peer_plugin> TorrentWatch::new_connection(const lt::peer_connection_handle& peer) {
  if (peer.type() != lt::connection_type::bittorrent) return nullptr;
  auto local = local_peer(peer.remote());
  if (!local && LocalPeers::in_range(peer.remote().address())) {
    connector_->refuse(peer);
    return nullptr;
  }
  return std::make_shared<PeerTap>(peer, scheduler_, store_, connector_, std::move(local));
}

std::shared_ptr<LocalPeer> TorrentWatch::local_peer(const lt::tcp::endpoint& remote) const {
  if (!remote.address().is_v4()) return nullptr;
  return local_peers_->find(remote.address().to_v4().to_uint(), remote.port());
}

void TorrentWatch::on_piece_pass(lt::piece_index_t piece) {
  store_->hash_passed(index_of(piece));
  scheduler_->passed(static_cast<std::int32_t>(piece));
}

void TorrentWatch::on_piece_failed(lt::piece_index_t piece) {
  store_->hash_failed(index_of(piece));
  scheduler_->failed(static_cast<std::int32_t>(piece), base::SystemClock().now());
}

// Calls to the torrent return at once on its own thread.
void TorrentWatch::on_files_checked() {
  const auto info = torrent_.torrent_file();
  const lt::torrent_status status = torrent_.status(lt::torrent_handle::query_pieces);
  const auto count = static_cast<std::size_t>(info->num_pieces());
  std::vector<bool> have(count, status.is_seeding);
  for (std::size_t i = 0; i < count && i < static_cast<std::size_t>(status.pieces.size()); ++i)
    have[i] = status.pieces[lt::piece_index_t(static_cast<std::int32_t>(i))];
  scheduler_->checked(have, base::SystemClock().now());
  tell_unfinished();
  store_->checked(std::move(have));
  torrent_.prioritize_pieces(std::vector<lt::download_priority_t>(count, lt::dont_download));
}

// Reports the blocks of pieces that were incomplete when the torrent was last saved.
void TorrentWatch::tell_unfinished() {
  std::vector<lt::partial_piece_info> unfinished;
  torrent_.get_download_queue(unfinished);
  for (const auto& piece : unfinished) {
    for (int block = 0; block < piece.blocks_in_piece; ++block) {
      if (piece.blocks[block].state >= lt::block_info::writing)
        scheduler_->arrived(static_cast<std::int32_t>(piece.piece_index), block);
    }
  }
}

// Forgets blocks that libtorrent has dropped. After a failed write it drops the whole piece, with blocks that
// were written well; the piece would never be requested again.
void TorrentWatch::forget_with_libtorrent() {
  const auto pieces = scheduler_->unchecked();
  if (pieces.empty()) return;
  std::vector<lt::partial_piece_info> unfinished;
  torrent_.get_download_queue(unfinished);
  for (const std::int32_t piece : pieces) {
    const auto known = std::find_if(unfinished.begin(), unfinished.end(), [piece](const auto& info) {
      return static_cast<std::int32_t>(info.piece_index) == piece;
    });
    const int blocks = scheduler_->blocks_of(piece);
    for (int block = 0; block < blocks; ++block) {
      const bool kept = known != unfinished.end() && known->blocks[block].state >= lt::block_info::writing;
      if (!kept) scheduler_->forget(piece, block);
    }
  }
}

// Ranks rare pieces first. Equally rare ones have a different order in each client, so that clients have
// pieces for each other.
void TorrentWatch::tick() {
  forget_with_libtorrent();
  if (ticks_++ % kRankEvery != 0) return;
  std::vector<int> availability;
  torrent_.piece_availability(availability);
  std::vector<std::uint32_t> ranks;
  ranks.reserve(availability.size());
  for (std::size_t piece = 0; piece < availability.size(); ++piece) {
    const auto holders = static_cast<std::uint32_t>(std::clamp(availability[piece], 0, 0xffff));
    ranks.push_back(holders << 16U | (shuffle(static_cast<std::uint32_t>(piece)) & 0xffffU));
  }
  scheduler_->rank(ranks);
}

std::uint32_t TorrentWatch::shuffle(std::uint32_t piece) const {
  std::uint32_t mixed = (piece ^ seed_) * 0x9e3779b1U;
  mixed ^= mixed >> 15U;
  return mixed * 0x85ebca77U >> 16U;
}

}  // namespace magnetar::engine
