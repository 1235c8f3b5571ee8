#pragma once
// Handles one torrent's events on libtorrent's network thread, before peers are asked.

#include <cstdint>
#include <functional>
#include <libtorrent/extensions.hpp>
#include <libtorrent/socket.hpp>
#include <libtorrent/torrent_handle.hpp>
#include <memory>

namespace magnetar::engine {

class LocalPeer;
class LocalPeers;
class PeerConnector;
class PieceStore;
class RequestScheduler;

/// Reports hash checks to the piece store, and makes a checked torrent want no piece before its first request
/// is sent. The flag default_dont_download would do the latter by file priorities; then blocks that two files
/// share would go to a part file instead of the files that are read.
class TorrentWatch final : public libtorrent::torrent_plugin {
 public:
  using NeighbourFound = std::function<void(const libtorrent::tcp::endpoint&)>;

  /// `found` is called with peers of local service discovery (BEP 14) that the session's filter refuses.
  TorrentWatch(libtorrent::torrent_handle torrent, std::shared_ptr<PieceStore> store,
               std::shared_ptr<RequestScheduler> scheduler, std::shared_ptr<PeerConnector> connector,
               std::shared_ptr<const LocalPeers> local_peers, NeighbourFound found);

  void on_add_peer(const libtorrent::tcp::endpoint& peer, libtorrent::peer_source_flags_t source,
                   libtorrent::add_peer_flags_t flags) override;
  void on_piece_pass(libtorrent::piece_index_t piece) override;
  void on_piece_failed(libtorrent::piece_index_t piece) override;
  void on_files_checked() override;
  void tick() override;
  std::shared_ptr<libtorrent::peer_plugin> new_connection(
      const libtorrent::peer_connection_handle& peer) override;

 private:
  [[nodiscard]] std::shared_ptr<LocalPeer> local_peer(const libtorrent::tcp::endpoint& remote) const;
  void tell_unfinished();
  void forget_with_libtorrent();
  [[nodiscard]] std::uint32_t shuffle(std::uint32_t piece) const;

  const libtorrent::torrent_handle torrent_;
  const std::shared_ptr<PieceStore> store_;
  const std::shared_ptr<RequestScheduler> scheduler_;
  const std::shared_ptr<PeerConnector> connector_;
  const std::shared_ptr<const LocalPeers> local_peers_;
  const NeighbourFound neighbour_found_;
  const std::uint32_t seed_;
  int ticks_ = 0;
};

}  // namespace magnetar::engine
