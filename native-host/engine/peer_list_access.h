#pragma once
// Reads and changes libtorrent's state of known peers for which its interface has no call. The only place
// that looks into its torrent and peer list (headers of libtorrent 2.0.8 to 2.0.11). libtorrent's network
// thread.

#include <libtorrent/peer_connection_handle.hpp>
#include <libtorrent/session_handle.hpp>
#include <libtorrent/torrent_handle.hpp>
#include <vector>

#include "engine/connection_method.h"

namespace magnetar::engine {

/// The state of a peer in libtorrent's list.
enum class PeerState : unsigned char { unknown, connected, free };

/// The peer list of one torrent.
class PeerListAccess {
 public:
  PeerListAccess(libtorrent::session_handle session, libtorrent::torrent_handle torrent);

  /// Sets the method of the next connection to the peer. `at_once`: without the pause after a failure
  /// (`min_reconnect_time`). Connected and unknown peers are left alone. Returns the peer's state.
  PeerState dial_by(const PeerEndpoint& peer, ConnectionMethod method, bool at_once) const;
  /// Keeps libtorrent from opening connections to the peer.
  void never_dial(const PeerEndpoint& peer) const;
  /// The peers that libtorrent has heard of.
  [[nodiscard]] std::vector<PeerEndpoint> all() const;
  /// Lets peers be connected to again that failed, or that were seeds while no piece was wanted. libtorrent
  /// counts its candidates anew only when it is not called while it believes that there are none.
  void reset_failures() const;
  /// Opens connections to candidates now, instead of at libtorrent's next second.
  void connect_now() const;

 private:
  const libtorrent::session_handle session_;
  const libtorrent::torrent_handle torrent_;
};

/// The method by which libtorrent opens an outgoing connection that it has just made.
[[nodiscard]] ConnectionMethod method_of(const libtorrent::peer_connection_handle& peer);

}  // namespace magnetar::engine
