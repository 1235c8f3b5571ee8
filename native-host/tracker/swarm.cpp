#include "tracker/swarm.h"

namespace magnetar::tracker {
namespace {

namespace ip = boost::asio::ip;

constexpr std::size_t kSocketsOfAnId = 8;

ip::address address_of(const std::array<std::uint8_t, 4>& host) {
  return ip::address_v4(host);
}

ip::address address_of(const std::array<std::uint8_t, 16>& host) {
  return ip::address_v6(host);
}

template <std::size_t N, class Bytes>
HostPeer<N> host_peer(const Bytes& host, std::uint16_t port, const PeerId& id, std::uint32_t now) {
  HostPeer<N> peer;
  peer.host = host;
  peer.port = port;
  peer.id = id;
  peer.seen = now;
  return peer;
}

template <class Table>
std::vector<SwarmPeer> sample(const Table& table, const SwarmPeer& self, std::size_t wanted,
                              const Moment& moment) {
  std::vector<SwarmPeer> peers;
  if (wanted == 0) return peers;
  peers.reserve(std::min<std::size_t>(wanted, table.size()));
  table.sample(moment.random, [&](const auto& peer) {
    if (moment.gone(peer.seen) || peer.id == self.id) return true;
    const PeerAddress address{address_of(peer.host), peer.port};
    if (address != self.address) peers.push_back({address, peer.id});
    return peers.size() < wanted;
  });
  return peers;
}

}  // namespace

bool Swarm::announce(const Announce& announce, const PeerAddress& address, const Moment& moment,
                     const base::SipKey& secret, bool room) {
  seen_ = moment.now;
  if (address.host.is_v4()) {
    const auto peer =
        host_peer<4>(address.host.to_v4().to_bytes(), address.port, announce.peer_id, moment.now);
    return update(v4_, peer, announce, secret, room);
  }
  const auto peer =
      host_peer<16>(address.host.to_v6().to_bytes(), address.port, announce.peer_id, moment.now);
  return update(v6_, peer, announce, secret, room);
}

bool Swarm::announce(const Announce& announce, SocketId socket, const Moment& moment,
                     const base::SipKey& secret, bool room) {
  seen_ = moment.now;
  WebPeer peer;
  peer.socket = socket;
  peer.id = announce.peer_id;
  peer.seen = moment.now;
  return update(web_, peer, announce, secret, room);
}

template <class Peer>
bool Swarm::update(PeerTable<Peer>& table, Peer peer, const Announce& announce, const base::SipKey& secret,
                   bool room) {
  if (announce.event == Event::stopped) {
    remove(table, peer.key(), secret);
    return true;
  }
  Peer* const known = table.find(peer.key(), secret);
  if (known == nullptr && !room) return false;
  const bool was_complete = known != nullptr && known->complete;
  const bool completed = announce.event == Event::completed;
  peer.complete = completed || announce.complete() || (was_complete && !announce.left);
  if (completed && !was_complete) ++downloaded_;
  complete_ += static_cast<std::uint32_t>(peer.complete) - static_cast<std::uint32_t>(was_complete);
  if (known == nullptr)
    table.insert(peer, secret);
  else
    *known = peer;
  return true;
}

template <class Peer>
void Swarm::remove(PeerTable<Peer>& table, const typename Peer::Key& key, const base::SipKey& secret) {
  Peer* const known = table.find(key, secret);
  if (known == nullptr) return;
  if (known->complete) --complete_;
  table.erase(known, secret);
}

void Swarm::leave(const PeerId& id, SocketId socket, const base::SipKey& secret) {
  remove(web_, {id, socket}, secret);
}

void Swarm::expire(const Moment& moment, const base::SipKey& secret) {
  expire(v4_, moment, secret);
  expire(v6_, moment, secret);
  expire(web_, moment, secret);
}

template <class Peer>
void Swarm::expire(PeerTable<Peer>& table, const Moment& moment, const base::SipKey& secret) {
  table.erase_if(
      [&](const Peer& peer) {
        const bool gone = moment.gone(peer.seen);
        if (gone && peer.complete) --complete_;
        return gone;
      },
      secret);
}

std::vector<SwarmPeer> Swarm::v4_peers(const SwarmPeer& self, std::size_t wanted,
                                       const Moment& moment) const {
  return sample(v4_, self, wanted, moment);
}

std::vector<SwarmPeer> Swarm::v6_peers(const SwarmPeer& self, std::size_t wanted,
                                       const Moment& moment) const {
  return sample(v6_, self, wanted, moment);
}

std::vector<SocketId> Swarm::web_peers(const WebPeer::Key& self, std::size_t wanted,
                                       const Moment& moment) const {
  std::vector<SocketId> sockets;
  if (wanted == 0) return sockets;
  web_.sample(moment.random, [&](const WebPeer& peer) {
    if (!moment.gone(peer.seen) && peer.id != self.id && peer.socket != self.socket)
      sockets.push_back(peer.socket);
    return sockets.size() < wanted;
  });
  return sockets;
}

std::vector<SocketId> Swarm::sockets_of(const PeerId& id, const base::SipKey& secret) const {
  std::vector<SocketId> sockets;
  web_.each_near(WebPeer::Key{id, {}}.hash(secret), [&](const WebPeer& peer) {
    if (peer.id == id && sockets.size() < kSocketsOfAnId) sockets.push_back(peer.socket);
  });
  return sockets;
}

}  // namespace magnetar::tracker
