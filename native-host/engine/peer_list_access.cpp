#include "engine/peer_list_access.h"

#include <algorithm>
#include <cstdint>
#include <libtorrent/peer_connection.hpp>
#include <libtorrent/peer_list.hpp>
#include <libtorrent/settings_pack.hpp>
#include <libtorrent/torrent.hpp>
#include <libtorrent/torrent_peer.hpp>
#include <libtorrent/tracker_manager.hpp>
#include <list>
#include <memory>
#include <utility>

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

/// Gives access to a private member: access rules do not apply to explicit instantiations ([temp.spec]/6).
template <auto Member>
struct ConnectBoost {
  friend std::uint8_t& connect_boost_of(lt::torrent& torrent) { return torrent.*Member; }
};
template struct ConnectBoost<&lt::torrent::m_connect_boost_counter>;
std::uint8_t& connect_boost_of(lt::torrent& torrent);

// The number of times that libtorrent looks for a candidate; each may be in vain.
constexpr std::uint8_t kConnectBoost = 30;

// The peer list is a protected member of a private base of libtorrent's torrent.
struct HotMembers : lt::torrent_hot_members {
  static lt::peer_list* peers_of(lt::torrent& torrent) {
    // NOLINTNEXTLINE(google-readability-casting,cppcoreguidelines-pro-type-cstyle-cast): reaches a private
    // base
    auto& members = (lt::torrent_hot_members&)torrent;
    return (members.*(&HotMembers::m_peer_list)).get();
  }
};

lt::address address_of(const lt::torrent_peer& peer) {
  if (peer.is_v6_addr) return lt::address_v6(static_cast<const lt::ipv6_peer&>(peer).addr);
  return static_cast<const lt::ipv4_peer&>(peer).addr;
}

/// Finds a peer in the list, which is sorted by address.
lt::torrent_peer* find(lt::peer_list& peers, const PeerEndpoint& endpoint) {
  const auto address = endpoint.address();
  auto at = std::lower_bound(
      peers.begin(), peers.end(), address,
      [](const lt::torrent_peer* peer, const lt::address& a) { return address_of(*peer) < a; });
  for (; at != peers.end() && address_of(**at) == address; ++at) {
    if ((*at)->port == endpoint.port()) return *at;
  }
  return nullptr;
}

void set_method(lt::torrent_peer& peer, ConnectionMethod method) {
  peer.supports_utp = peer.confirmed_supports_utp = method.transport == Transport::utp;
  peer.pe_support = method.encrypted;
}

}  // namespace

PeerListAccess::PeerListAccess(lt::session_handle session, lt::torrent_handle torrent)
    : session_(std::move(session)), torrent_(std::move(torrent)) {}

PeerState PeerListAccess::dial_by(const PeerEndpoint& endpoint, ConnectionMethod method, bool at_once) const {
  const auto torrent = torrent_.native_handle();
  lt::peer_list* const peers = torrent ? HotMembers::peers_of(*torrent) : nullptr;
  lt::torrent_peer* const peer = peers != nullptr ? find(*peers, endpoint) : nullptr;
  if (peer == nullptr || peer->banned) return PeerState::unknown;
  if (peer->connection != nullptr) return PeerState::connected;
  set_method(*peer, method);
  if (at_once) peer->last_connected = 0;
  return PeerState::free;
}

void PeerListAccess::never_dial(const PeerEndpoint& endpoint) const {
  const auto torrent = torrent_.native_handle();
  lt::peer_list* const peers = torrent ? HotMembers::peers_of(*torrent) : nullptr;
  if (lt::torrent_peer* const peer = peers != nullptr ? find(*peers, endpoint) : nullptr)
    peer->connectable = false;
}

std::vector<PeerEndpoint> PeerListAccess::all() const {
  std::vector<PeerEndpoint> endpoints;
  const auto torrent = torrent_.native_handle();
  const lt::peer_list* const peers = torrent ? HotMembers::peers_of(*torrent) : nullptr;
  if (peers == nullptr) return endpoints;
  for (const lt::torrent_peer* const peer : *peers) endpoints.emplace_back(address_of(*peer), peer->port);
  return endpoints;
}

void PeerListAccess::reset_failures() const {
  const auto torrent = torrent_.native_handle();
  lt::peer_list* const peers = torrent ? HotMembers::peers_of(*torrent) : nullptr;
  if (peers == nullptr) return;
  for (lt::torrent_peer* const peer : *peers) {
    if (peer->connection != nullptr || peer->banned || peer->web_seed) continue;
    peer->failcount = 0;
    peer->fast_reconnects = 0;
    peer->last_connected = 0;
  }
  // libtorrent counts the candidates of each torrent when this setting changes.
  const int most = session_.get_settings().get_int(lt::settings_pack::max_failcount);
  lt::settings_pack settings;
  settings.set_int(lt::settings_pack::max_failcount, most == 3 ? 4 : 3);
  lt::session_handle(session_).apply_settings(settings);
}

// Pretends an answer of a tracker with no peers, because libtorrent connects to candidates after a tracker's
// answer. libtorrent does so for the first answers only, and counts each search for a candidate, also those
// in vain; otherwise a candidate waits for the next of its seconds.
void PeerListAccess::connect_now() const {
  const auto torrent = torrent_.native_handle();
  if (!torrent) return;
  connect_boost_of(*torrent) = kConnectBoost;
  lt::request_callback& tracker_client = *torrent;
  tracker_client.tracker_response({}, {}, std::list<lt::address>{}, {});
}

ConnectionMethod method_of(const lt::peer_connection_handle& connection) {
  const auto native = connection.native_handle();
  const lt::torrent_peer* const peer = native ? native->peer_info_struct() : nullptr;
  if (peer == nullptr) return {};
  return {peer->supports_utp || peer->confirmed_supports_utp ? Transport::utp : Transport::tcp,
          peer->pe_support};
}

}  // namespace magnetar::engine
