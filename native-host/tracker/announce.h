#pragma once
// Announces and their answers, the same for HTTP, UDP and WebSocket.

#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tracker/ids.h"

namespace magnetar::tracker {

/// The event of an announce (BEP 3). `none` is a regular announce, or "paused" (BEP 21).
enum class Event : std::uint8_t { none, started, completed, stopped };

/// The address at which a peer accepts connections. The port is not 0.
struct PeerAddress {
  boost::asio::ip::address host;
  std::uint16_t port = 0;
  bool operator==(const PeerAddress&) const = default;
};

struct Announce {
  InfoHash info_hash;
  PeerId peer_id;
  Event event = Event::none;
  std::optional<std::uint64_t> left;  ///< bytes; no value: not known yet, as with a magnet link
  std::size_t wanted = 0;             ///< the most peers that the answer may hold
  std::string ticket;                 ///< of the announce URL (`?ticket=…`); empty: none

  [[nodiscard]] bool complete() const { return left == std::uint64_t{0}; }
};

/// The numbers of a swarm (BEP 48); they count HTTP, UDP and WebSocket peers together.
struct Counts {
  std::uint32_t complete = 0;
  std::uint32_t incomplete = 0;
  std::uint32_t downloaded = 0;  ///< number of "completed" events since the swarm is known
  bool operator==(const Counts&) const = default;
};

struct SwarmPeer {
  PeerAddress address;
  PeerId id;
  bool operator==(const SwarmPeer&) const = default;
};

/// The times between two announces of a peer.
struct Intervals {
  std::chrono::seconds announce{600};    ///< over HTTP and UDP
  std::chrono::seconds web{120};         ///< over WebSocket
  std::chrono::seconds least{60};        ///< "min interval" (BEP 3)
  std::chrono::seconds expiry{20 * 60};  ///< a peer that has not announced for longer is gone
};

}  // namespace magnetar::tracker
