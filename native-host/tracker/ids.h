#pragma once
// The names of the tracker's wire: 20 bytes each.

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/strong_id.h"

namespace magnetar::tracker {

/// A torrent's name in its swarm: SHA-1 of v1 metadata (BEP 3), the first 20 bytes of SHA-256 of v2 metadata
/// (BEP 52).
struct InfoHash {
  std::array<std::uint8_t, 20> bytes{};
  auto operator<=>(const InfoHash&) const = default;
};

/// What a peer calls itself (BEP 3, BEP 20).
struct PeerId {
  std::array<std::uint8_t, 20> bytes{};
  auto operator<=>(const PeerId&) const = default;
};

/// One WebSocket of the tracker. A number is never given twice.
using SocketId = base::StrongInt<struct SocketTag, std::uint64_t>;

/// `Id` is InfoHash or PeerId. Nothing, unless there are exactly 20 bytes.
template <class Id>
[[nodiscard]] std::optional<Id> id_from(std::string_view bytes) {
  Id id;
  if (bytes.size() != id.bytes.size()) return std::nullopt;
  std::transform(bytes.begin(), bytes.end(), id.bytes.begin(),
                 [](char c) { return static_cast<std::uint8_t>(c); });
  return id;
}

/// The 20 bytes, valid as long as `id`.
template <class Id>
[[nodiscard]] std::string_view bytes_of(const Id& id) {
  return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

}  // namespace magnetar::tracker
