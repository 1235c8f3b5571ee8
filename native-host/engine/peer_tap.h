#pragma once
// One peer's connection, between libtorrent and RequestScheduler. libtorrent's network thread.

#include <libtorrent/extensions.hpp>
#include <libtorrent/peer_connection_handle.hpp>
#include <libtorrent/peer_request.hpp>
#include <memory>
#include <optional>
#include <string>

#include "engine/local_peers.h"
#include "engine/peer_connector.h"
#include "engine/piece_store.h"
#include "engine/request_scheduler.h"

namespace magnetar::engine {

/// libtorrent keeps the connection, receives the blocks, checks and writes them; our scheduler decides the
/// requests. libtorrent's own requests end in the tap: it takes them for sent, and accepts unrequested blocks
/// as if it had requested them.
class PeerTap final : public libtorrent::peer_plugin, public PeerLink {
 public:
  /// `local`: set for a peer of ours on this machine.
  PeerTap(libtorrent::peer_connection_handle peer, std::shared_ptr<RequestScheduler> scheduler,
          std::shared_ptr<const PieceStore> store, std::shared_ptr<PeerConnector> connector,
          std::shared_ptr<LocalPeer> local);
  ~PeerTap() override;
  PeerTap(const PeerTap&) = delete;
  PeerTap& operator=(const PeerTap&) = delete;

  [[nodiscard]] bool gives(std::int32_t piece) const override;
  void request(const BlockRequest& block) override;
  void cancel(const BlockRequest& block) override;
  [[nodiscard]] std::string address() const override;
  void ban() override;

  void on_connected() override;
  bool on_handshake(libtorrent::span<const char> reserved_bits) override;
  bool on_extension_handshake(const libtorrent::bdecode_node& handshake) override;
  bool on_choke() override;
  bool on_unchoke() override;
  bool on_have(libtorrent::piece_index_t piece) override;
  bool on_allowed_fast(libtorrent::piece_index_t piece) override;
  bool on_piece(const libtorrent::peer_request& piece, libtorrent::span<const char> bytes) override;
  void on_piece_failed(libtorrent::piece_index_t piece) override;
  bool on_reject(const libtorrent::peer_request& request) override;
  bool write_request(const libtorrent::peer_request& request) override;
  void on_disconnect(const libtorrent::error_code& reason) override;
  void tick() override;

 private:
  void send(char message, const BlockRequest& block);

  libtorrent::peer_connection_handle peer_;
  const std::shared_ptr<RequestScheduler> scheduler_;
  const std::shared_ptr<const PieceStore> store_;
  const std::shared_ptr<PeerConnector> connector_;
  const std::shared_ptr<LocalPeer> local_;
  bool answers_all_ = false;               ///< the peer supports the fast extension (BEP 6)
  std::optional<std::int32_t> announced_;  ///< a piece that the scheduler hears of before libtorrent
};

}  // namespace magnetar::engine
