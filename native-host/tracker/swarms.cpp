#include "tracker/swarms.h"

namespace magnetar::tracker {
namespace {

base::Error full() {
  return {base::ErrorCode::tracker_refused, "The tracker is full. Try again later."};
}

}  // namespace

Swarms::Swarms(const SwarmLimits& limits, std::chrono::seconds expiry, const base::SipKey& secret,
               const base::Clock& clock)
    : limits_(limits),
      expiry_(static_cast<std::uint32_t>(expiry.count())),
      secret_(secret),
      clock_(clock),
      start_(clock.now()),
      swarms_(0, Hash{secret}) {}

base::Result<Counts> Swarms::announce(const Announce& announce, const PeerAddress& address) {
  return announce_at(announce, address);
}

base::Result<Counts> Swarms::announce(const Announce& announce, SocketId socket) {
  return announce_at(announce, socket);
}

template <class Place>
base::Result<Counts> Swarms::announce_at(const Announce& announce, const Place& place) {
  Swarm* swarm = find(announce.info_hash);
  if (swarm == nullptr) {
    if (announce.event == Event::stopped) return Counts{};
    if (swarms_.size() >= limits_.swarms || peers_ >= limits_.peers) return full();
    swarm = &swarms_[announce.info_hash];
  }
  const std::uint32_t before = swarm->size();
  const bool room = peers_ < limits_.peers && before < limits_.peers_of_a_swarm;
  if (!swarm->announce(announce, place, moment(), secret_, room)) return full();
  peers_ += swarm->size();
  peers_ -= before;
  return swarm->counts();
}

void Swarms::leave(const InfoHash& info_hash, const PeerId& id, SocketId socket) {
  Swarm* const swarm = find(info_hash);
  if (swarm == nullptr) return;
  peers_ -= swarm->size();
  swarm->leave(id, socket, secret_);
  peers_ += swarm->size();
}

std::vector<SwarmPeer> Swarms::peers(const InfoHash& info_hash, const SwarmPeer& self, std::size_t wanted,
                                     Family family) {
  const Swarm* const swarm = find(info_hash);
  if (swarm == nullptr) return {};
  const Moment at = moment();
  if (family == Family::v4) return swarm->v4_peers(self, wanted, at);
  if (family == Family::v6) return swarm->v6_peers(self, wanted, at);
  const std::size_t all = std::size_t{swarm->v4_size()} + swarm->v6_size();
  if (all == 0) return {};
  // The share is rounded up, so that the only IPv6 address of a large swarm is among the peers.
  const std::size_t share = (wanted * swarm->v6_size() + all - 1) / all;
  auto peers = swarm->v6_peers(self, share, at);
  const auto v4 = swarm->v4_peers(self, wanted - peers.size(), at);
  peers.insert(peers.end(), v4.begin(), v4.end());
  return peers;
}

std::vector<SocketId> Swarms::web_peers(const InfoHash& info_hash, const WebPeer::Key& self,
                                        std::size_t wanted) {
  const Swarm* const swarm = find(info_hash);
  return swarm == nullptr ? std::vector<SocketId>{} : swarm->web_peers(self, wanted, moment());
}

std::vector<SocketId> Swarms::sockets_of(const InfoHash& info_hash, const PeerId& id) const {
  const Swarm* const swarm = find(info_hash);
  return swarm == nullptr ? std::vector<SocketId>{} : swarm->sockets_of(id, secret_);
}

bool Swarms::has(const InfoHash& info_hash, const WebPeer::Key& key) {
  Swarm* const swarm = find(info_hash);
  return swarm != nullptr && swarm->has(key, secret_);
}

Counts Swarms::counts(const InfoHash& info_hash) const {
  const Swarm* const swarm = find(info_hash);
  return swarm == nullptr ? Counts{} : swarm->counts();
}

void Swarms::expire_part() {
  const Moment at = moment();
  std::vector<InfoHash> empty;
  const std::size_t buckets = swarms_.bucket_count();
  for (std::size_t n = 0; n < buckets / kParts + 1; ++n) {
    bucket_ = (bucket_ + 1) % buckets;
    for (auto swarm = swarms_.begin(bucket_); swarm != swarms_.end(bucket_); ++swarm) {
      expire(swarm->second, at);
      if (swarm->second.size() == 0 && at.gone(swarm->second.seen())) empty.push_back(swarm->first);
    }
  }
  for (const InfoHash& hash : empty) swarms_.erase(hash);
}

void Swarms::expire(Swarm& swarm, const Moment& at) {
  peers_ -= swarm.size();
  swarm.expire(at, secret_);
  peers_ += swarm.size();
}

Swarm* Swarms::find(const InfoHash& info_hash) {
  const auto found = swarms_.find(info_hash);
  return found == swarms_.end() ? nullptr : &found->second;
}

const Swarm* Swarms::find(const InfoHash& info_hash) const {
  const auto found = swarms_.find(info_hash);
  return found == swarms_.end() ? nullptr : &found->second;
}

Moment Swarms::moment() {
  const auto passed = std::chrono::duration_cast<std::chrono::seconds>(clock_.now() - start_).count();
  std::array<std::uint8_t, 8> drawn{};
  const std::uint64_t count = ++random_;
  for (std::size_t n = 0; n < drawn.size(); ++n) drawn[n] = static_cast<std::uint8_t>(count >> (8 * n));
  return {static_cast<std::uint32_t>(passed), expiry_, base::sip_hash(secret_, drawn)};
}

}  // namespace magnetar::tracker
