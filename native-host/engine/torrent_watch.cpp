#include "engine/torrent_watch.h"

#include <libtorrent/download_priority.hpp>
#include <libtorrent/torrent_info.hpp>
#include <libtorrent/torrent_status.hpp>
#include <utility>
#include <vector>

#include "engine/piece_store.h"
#include "engine/request_lane.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

base::PieceIndex index_of(lt::piece_index_t piece) {
  return base::PieceIndex{static_cast<std::int32_t>(piece)};
}

}  // namespace

TorrentWatch::TorrentWatch(lt::torrent_handle torrent, std::shared_ptr<PieceStore> store,
                           std::shared_ptr<RequestLanes> lanes)
    : torrent_(std::move(torrent)), store_(std::move(store)), lanes_(std::move(lanes)) {}

std::shared_ptr<lt::peer_plugin> TorrentWatch::new_connection(const lt::peer_connection_handle& peer) {
  if (peer.type() != lt::connection_type::bittorrent) return nullptr;
  return std::make_shared<RequestLane>(peer, lanes_);
}

void TorrentWatch::on_piece_pass(lt::piece_index_t piece) {
  store_->hash_passed(index_of(piece));
}

void TorrentWatch::on_piece_failed(lt::piece_index_t piece) {
  store_->hash_failed(index_of(piece));
}

// Questions to the torrent are answered at once here: this is the thread that answers them.
void TorrentWatch::on_files_checked() {
  const auto info = torrent_.torrent_file();
  const lt::torrent_status status = torrent_.status(lt::torrent_handle::query_pieces);
  const auto count = static_cast<std::size_t>(info->num_pieces());
  std::vector<bool> have(count, status.is_seeding);
  for (std::size_t i = 0; i < count && i < static_cast<std::size_t>(status.pieces.size()); ++i)
    have[i] = status.pieces[lt::piece_index_t(static_cast<std::int32_t>(i))];
  store_->checked(std::move(have));
  torrent_.prioritize_pieces(std::vector<lt::download_priority_t>(count, lt::dont_download));
}

}  // namespace magnetar::engine
