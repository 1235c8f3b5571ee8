#include "engine/reset_trust_points.h"

#include <libtorrent/peer_connection.hpp>
#include <libtorrent/torrent_peer.hpp>

namespace magnetar::engine {

void reset_trust_points(const libtorrent::peer_connection_handle& peer) {
  const auto connection = peer.native_handle();
  auto* const entry = connection ? connection->peer_info_struct() : nullptr;
  if (entry != nullptr) entry->trust_points = 0;
}

void forbid(const libtorrent::peer_connection_handle& peer) {
  const auto connection = peer.native_handle();
  auto* const entry = connection ? connection->peer_info_struct() : nullptr;
  if (entry != nullptr) entry->banned = true;
}

}  // namespace magnetar::engine
