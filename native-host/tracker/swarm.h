#pragma once
// The peers of one torrent.

#include <cstdint>
#include <vector>

#include "tracker/announce.h"
#include "tracker/peer_table.h"
#include "tracker/peers.h"

namespace magnetar::tracker {

/// The time and the random number of one operation on a swarm.
struct Moment {
  std::uint32_t now = 0;     ///< seconds since the tracker's start
  std::uint32_t expiry = 0;  ///< seconds after which a peer that does not announce is gone
  std::uint64_t random = 0;

  [[nodiscard]] bool gone(std::uint32_t seen) const { return std::uint64_t{seen} + expiry < now; }
};

class Swarm {
 public:
  /// Applies an announce. Returns false for a new peer when there is no `room` for it.
  [[nodiscard]] bool announce(const Announce& announce, const PeerAddress& address, const Moment& moment,
                              const base::SipKey& secret, bool room);
  [[nodiscard]] bool announce(const Announce& announce, SocketId socket, const Moment& moment,
                              const base::SipKey& secret, bool room);
  /// Removes the peer of a socket that has closed.
  void leave(const PeerId& id, SocketId socket, const base::SipKey& secret);
  /// Removes peers that are gone.
  void expire(const Moment& moment, const base::SipKey& secret);

  /// Returns at most `wanted` random peers with an IPv4 address, without `self` and peers of its id.
  [[nodiscard]] std::vector<SwarmPeer> v4_peers(const SwarmPeer& self, std::size_t wanted,
                                                const Moment& moment) const;
  [[nodiscard]] std::vector<SwarmPeer> v6_peers(const SwarmPeer& self, std::size_t wanted,
                                                const Moment& moment) const;
  /// Returns the sockets of at most `wanted` random web peers, without `self` and peers of its id.
  [[nodiscard]] std::vector<SocketId> web_peers(const WebPeer::Key& self, std::size_t wanted,
                                                const Moment& moment) const;
  /// Returns at most eight sockets whose peers have this id.
  [[nodiscard]] std::vector<SocketId> sockets_of(const PeerId& id, const base::SipKey& secret) const;
  [[nodiscard]] bool has(const WebPeer::Key& key, const base::SipKey& secret) {
    return web_.find(key, secret);
  }

  [[nodiscard]] Counts counts() const { return {complete_, size() - complete_, downloaded_}; }
  [[nodiscard]] std::uint32_t size() const { return v4_.size() + v6_.size() + web_.size(); }
  [[nodiscard]] std::uint32_t v4_size() const { return v4_.size(); }
  [[nodiscard]] std::uint32_t v6_size() const { return v6_.size(); }
  /// The time of the last announce, in seconds since the tracker's start.
  [[nodiscard]] std::uint32_t seen() const { return seen_; }

 private:
  template <class Peer>
  bool update(PeerTable<Peer>& table, Peer peer, const Announce& announce, const base::SipKey& secret,
              bool room);
  template <class Peer>
  void remove(PeerTable<Peer>& table, const typename Peer::Key& key, const base::SipKey& secret);
  template <class Peer>
  void expire(PeerTable<Peer>& table, const Moment& moment, const base::SipKey& secret);

  PeerTable<HostPeer<4>> v4_;
  PeerTable<HostPeer<16>> v6_;
  PeerTable<WebPeer> web_;
  std::uint32_t complete_ = 0;
  std::uint32_t downloaded_ = 0;
  std::uint32_t seen_ = 0;
};

}  // namespace magnetar::tracker
