#pragma once
// One peer's side of the metadata exchange (BEP 9). libtorrent's network thread.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <libtorrent/extensions.hpp>
#include <libtorrent/peer_connection_handle.hpp>
#include <map>
#include <memory>
#include <string_view>

#include "engine/metadata_exchange.h"

namespace magnetar::engine {

class MetadataPeer final : public libtorrent::peer_plugin {
 public:
  MetadataPeer(libtorrent::peer_connection_handle peer, std::shared_ptr<MetadataExchange> exchange);
  ~MetadataPeer() override;
  MetadataPeer(const MetadataPeer&) = delete;
  MetadataPeer& operator=(const MetadataPeer&) = delete;

  void add_handshake(libtorrent::entry& handshake) override;
  bool on_extension_handshake(const libtorrent::bdecode_node& handshake) override;
  bool on_extended(int length, int message, libtorrent::span<const char> body) override;
  void on_disconnect(const libtorrent::error_code& reason) override;
  void tick() override;

  /// Ends the connection of a peer that sent false metadata.
  void close();

 private:
  void read(libtorrent::span<const char> body);
  void serve(std::int64_t piece);
  void serve_waiting();
  void ask();
  void send(int type, std::int64_t piece, std::string_view more = {}, std::string_view bytes = {});

  libtorrent::bt_peer_connection_handle peer_;
  const std::shared_ptr<MetadataExchange> exchange_;
  int message_id_ = 0;                            ///< the peer's; 0: the peer supports none
  std::size_t size_ = 0;                          ///< size of the metadata that the peer announced
  std::map<std::size_t, base::TimePoint> asked_;  ///< requests under way, with the time of each
  std::deque<std::int64_t> waiting_;              ///< the peer's requests, until its connection has room
  base::TimePoint quiet_until_{};                 ///< until then the peer is not asked, because it has none
};

}  // namespace magnetar::engine
