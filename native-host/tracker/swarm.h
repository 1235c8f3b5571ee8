#pragma once
// The peers of one torrent.

#include <cstdint>
#include <vector>

#include "tracker/announce.h"
#include "tracker/peer_table.h"
#include "tracker/peers.h"

namespace magnetar::tracker {

/// The time of a question to a swarm, and the lot that is drawn for it.
struct Moment {
  std::uint32_t now = 0;     ///< seconds of the tracker
  std::uint32_t expiry = 0;  ///< seconds after which a peer that does not announce is gone
  std::uint64_t random = 0;

  [[nodiscard]] bool gone(std::uint32_t seen) const { return std::uint64_t{seen} + expiry < now; }
};

class Swarm {
 public:
  /// Takes what a peer announces. False: it is new, and there is no `room` for another.
  [[nodiscard]] bool announce(const Announce& announce, const PeerAddress& address, const Moment& moment,
                              const base::SipKey& secret, bool room);
  [[nodiscard]] bool announce(const Announce& announce, SocketId socket, const Moment& moment,
                              const base::SipKey& secret, bool room);
  /// A socket has closed.
  void leave(const PeerId& id, SocketId socket, const base::SipKey& secret);
  /// Removes peers that are gone.
  void expire(const Moment& moment, const base::SipKey& secret);

  /// At most `wanted` peers with an IPv4 address, drawn by lot, without `self` and its id.
  [[nodiscard]] std::vector<SwarmPeer> v4_peers(const SwarmPeer& self, std::size_t wanted,
                                                const Moment& moment) const;
  [[nodiscard]] std::vector<SwarmPeer> v6_peers(const SwarmPeer& self, std::size_t wanted,
                                                const Moment& moment) const;
  /// The sockets of at most `wanted` web peers, drawn by lot, without `self` and its id.
  [[nodiscard]] std::vector<SocketId> web_peers(const WebPeer::Key& self, std::size_t wanted,
                                                const Moment& moment) const;
  /// The sockets, at most eight, whose peers have this id.
  [[nodiscard]] std::vector<SocketId> sockets_of(const PeerId& id, const base::SipKey& secret) const;
  [[nodiscard]] bool has(const WebPeer::Key& key, const base::SipKey& secret) {
    return web_.find(key, secret);
  }

  [[nodiscard]] Counts counts() const { return {complete_, size() - complete_, downloaded_}; }
  [[nodiscard]] std::uint32_t size() const { return v4_.size() + v6_.size() + web_.size(); }
  [[nodiscard]] std::uint32_t v4_size() const { return v4_.size(); }
  [[nodiscard]] std::uint32_t v6_size() const { return v6_.size(); }
  /// When a peer announced last, in seconds of the tracker.
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
