#pragma once
// The records of peers: values without pointers, for PeerTable.

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/sip_hash.h"
#include "tracker/ids.h"

namespace magnetar::tracker {

/// A peer with an address of `N` bytes: 4 for IPv4, 16 for IPv6. A record takes 32 or 44 bytes of memory.
template <std::size_t N>
struct HostPeer {
  struct Key {
    std::array<std::uint8_t, N> host{};
    std::uint16_t port = 0;

    bool operator==(const Key&) const = default;
    [[nodiscard]] std::uint64_t hash(const base::SipKey& secret) const {
      std::array<std::uint8_t, N + 2> bytes{};
      std::copy(host.begin(), host.end(), bytes.begin());
      bytes[N] = static_cast<std::uint8_t>(port >> 8U);
      bytes[N + 1] = static_cast<std::uint8_t>(port & 0xffU);
      return base::sip_hash(secret, bytes);
    }
  };

  std::array<std::uint8_t, N> host{};
  std::uint16_t port = 0;  ///< 0: an empty slot
  bool complete = false;
  std::uint32_t seen = 0;  ///< time of its last announce, in seconds since the tracker's start
  PeerId id;

  [[nodiscard]] Key key() const { return {host, port}; }
  [[nodiscard]] bool empty() const { return port == 0; }
};

/// A peer that is reached through a WebSocket of the tracker. Several sockets may claim one peer id; each has
/// its own record, so that a stranger who claims a peer's id does not displace the peer.
struct WebPeer {
  struct Key {
    PeerId id;
    SocketId socket;

    bool operator==(const Key&) const = default;
    /// The hash of the id alone, so that all sockets of an id are found.
    [[nodiscard]] std::uint64_t hash(const base::SipKey& secret) const {
      return base::sip_hash(secret, id.bytes);
    }
  };

  SocketId socket;  ///< 0: an empty slot
  PeerId id;
  std::uint32_t seen = 0;
  bool complete = false;

  [[nodiscard]] Key key() const { return {id, socket}; }
  [[nodiscard]] bool empty() const { return socket.value == 0; }
};

}  // namespace magnetar::tracker
