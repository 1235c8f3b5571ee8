#pragma once
// Identifiers of the tracker protocols: 20 bytes each.

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/strong_id.h"

namespace magnetar::tracker {

/// Info-hash of a torrent: SHA-1 of v1 metadata (BEP 3), or the first 20 bytes of the SHA-256 of v2 metadata
/// (BEP 52).
struct InfoHash {
  std::array<std::uint8_t, 20> bytes{};
  auto operator<=>(const InfoHash&) const = default;
};

/// Peer id, which the peer chooses (BEP 3, BEP 20).
struct PeerId {
  std::array<std::uint8_t, 20> bytes{};
  auto operator<=>(const PeerId&) const = default;
};

/// Identifies one WebSocket of the tracker. A number is never used again.
using SocketId = base::StrongInt<struct SocketTag, std::uint64_t>;

/// Returns an InfoHash or PeerId; no value unless there are exactly 20 bytes.
template <class Id>
[[nodiscard]] std::optional<Id> id_from(std::string_view bytes) {
  Id id;
  if (bytes.size() != id.bytes.size()) return std::nullopt;
  std::transform(bytes.begin(), bytes.end(), id.bytes.begin(),
                 [](char c) { return static_cast<std::uint8_t>(c); });
  return id;
}

/// Returns the 20 bytes, valid as long as `id`.
template <class Id>
[[nodiscard]] std::string_view bytes_of(const Id& id) {
  return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

}  // namespace magnetar::tracker
