#pragma once
// Keeps libtorrent from banning peers on suspicion. libtorrent's network thread only.

#include <libtorrent/peer_connection_handle.hpp>

namespace magnetar::engine {

/// To be called for who had a part in a piece that failed its check, before libtorrent counts it. libtorrent
/// 2.0.8 gives a peer a point for a piece that passes, takes two for one that fails, whoever lied, and bans
/// at -7; and since the points are kept in four bits, an honest peer has -8 after its eighth piece. Without
/// points libtorrent bans on proof alone: who sent all of a piece that failed, and who sent another block
/// than the one that passed (its smart_ban plugin). RequestLanes asks one peer alone for a piece that failed,
/// so there is always a proof.
void forgive(const libtorrent::peer_connection_handle& peer);

}  // namespace magnetar::engine
