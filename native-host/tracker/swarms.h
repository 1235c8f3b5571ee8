#pragma once
// All swarms of a tracker, within its limits.

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "tracker/announce.h"
#include "tracker/swarm.h"

namespace magnetar::tracker {

struct SwarmLimits {
  std::size_t swarms = 100'000;
  std::size_t peers = 1'000'000;  ///< of all swarms together
  std::size_t peers_of_a_swarm = 100'000;
};

/// The addresses that an answer may hold.
enum class Family : std::uint8_t { v4, v6, both };

class Swarms {
 public:
  /// The number of calls of expire_part() that check every swarm once.
  static constexpr std::size_t kParts = 60;

  Swarms(const SwarmLimits& limits, std::chrono::seconds expiry, const base::SipKey& secret,
         const base::Clock& clock);

  /// Applies an announce and returns the numbers after it. The first peer creates the swarm. Errors:
  /// tracker_refused when there is no room for another peer or swarm; its message is for the person.
  [[nodiscard]] base::Result<Counts> announce(const Announce& announce, const PeerAddress& address);
  [[nodiscard]] base::Result<Counts> announce(const Announce& announce, SocketId socket);
  /// Removes the peer of a socket that has closed from this swarm.
  void leave(const InfoHash& info_hash, const PeerId& id, SocketId socket);

  /// Returns random peers without the client that asks. With both families, their proportion is that of the
  /// swarm. WebSocket peers have no address and are not among them.
  [[nodiscard]] std::vector<SwarmPeer> peers(const InfoHash& info_hash, const SwarmPeer& self,
                                             std::size_t wanted, Family family);
  [[nodiscard]] std::vector<SocketId> web_peers(const InfoHash& info_hash, const WebPeer::Key& self,
                                                std::size_t wanted);
  /// Returns at most eight sockets of this peer in the swarm.
  [[nodiscard]] std::vector<SocketId> sockets_of(const InfoHash& info_hash, const PeerId& id) const;
  [[nodiscard]] bool has(const InfoHash& info_hash, const WebPeer::Key& key);
  /// Returns zeros for an unknown swarm.
  [[nodiscard]] Counts counts(const InfoHash& info_hash) const;

  /// Checks one part of all swarms: removes peers that have not announced for `expiry`, and swarms that have
  /// been empty for as long. To be called once a second.
  void expire_part();

  [[nodiscard]] std::size_t size() const { return swarms_.size(); }
  [[nodiscard]] std::size_t peers() const { return peers_; }

 private:
  struct Hash {
    base::SipKey secret;
    std::size_t operator()(const InfoHash& hash) const {
      return static_cast<std::size_t>(base::sip_hash(secret, hash.bytes));
    }
  };
  template <class Place>
  base::Result<Counts> announce_at(const Announce& announce, const Place& place);
  [[nodiscard]] Swarm* find(const InfoHash& info_hash);
  [[nodiscard]] const Swarm* find(const InfoHash& info_hash) const;
  [[nodiscard]] Moment moment();
  void expire(Swarm& swarm, const Moment& at);

  const SwarmLimits limits_;
  const std::uint32_t expiry_;
  const base::SipKey secret_;
  const base::Clock& clock_;
  const base::TimePoint start_;
  std::unordered_map<InfoHash, Swarm, Hash> swarms_;
  std::size_t peers_ = 0;
  std::size_t bucket_ = 0;    ///< the bucket that expire_part() checked last
  std::uint64_t random_ = 0;  ///< the number of random numbers drawn
};

}  // namespace magnetar::tracker
