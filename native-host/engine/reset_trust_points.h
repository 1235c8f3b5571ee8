#pragma once
// Who libtorrent bans: nobody on suspicion, and who was proven to lie. libtorrent's network thread only.

#include <libtorrent/peer_connection_handle.hpp>

namespace magnetar::engine {

/// To be called for who had a part in a piece that failed its check, before libtorrent counts it. libtorrent
/// 2.0.8 gives a peer a point for a piece that passes, takes two for one that fails, whoever lied, and bans
/// at -7; and since the points are kept in four bits, an honest peer has -8 after its eighth piece.
/// libtorrent hears of a failure only where no peer that we ask has the piece (PieceChecks).
void reset_trust_points(const libtorrent::peer_connection_handle& peer);

/// Bans for what was proven: libtorrent neither connects to the peer again nor takes a connection from it.
void forbid(const libtorrent::peer_connection_handle& peer);

}  // namespace magnetar::engine
