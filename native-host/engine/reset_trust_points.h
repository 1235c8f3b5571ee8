#pragma once
// Replaces libtorrent's bans: peers are banned for proven lies, never on suspicion. libtorrent's network
// thread only.

#include <libtorrent/peer_connection_handle.hpp>

namespace magnetar::engine {

/// Resets the points of a peer with a part in a failed piece; to be called before libtorrent counts the
/// failure. libtorrent 2.0.8 gives each peer a point for a piece that passes, takes two for one that fails,
/// and bans at -7. The points are kept in four bits, so an honest peer has -8 after its eighth piece.
/// libtorrent learns of a failure only when no peer that we ask has the piece (PieceChecks).
void reset_trust_points(const libtorrent::peer_connection_handle& peer);

/// Bans a proven liar: libtorrent neither connects to the peer again nor accepts a connection from it.
void forbid(const libtorrent::peer_connection_handle& peer);

}  // namespace magnetar::engine
