#pragma once
// Strong types for indexes and identifiers, so that a piece cannot be passed as a file.

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

namespace magnetar::base {

/// An integer with explicit conversions only: `PieceIndex{3}.value`.
template <class Tag, class Int>
struct StrongInt {
  Int value{};

  constexpr StrongInt() = default;
  constexpr explicit StrongInt(Int v) : value(v) {}
  constexpr auto operator<=>(const StrongInt&) const = default;
  constexpr StrongInt& operator++() {
    ++value;
    return *this;
  }
};

using PieceIndex = StrongInt<struct PieceTag, std::int32_t>;
using FileIndex = StrongInt<struct FileTag, std::int32_t>;

/// A torrent's opaque identifier in the protocol and in the library: [a-z0-9]{1,64}.
struct TorrentId {
  std::string value;

  auto operator<=>(const TorrentId&) const = default;
};

/// A torrent's info-hashes in lower-case hex: v1 has 40 characters or none, v2 has 64 or none.
struct InfoHash {
  std::string v1;
  std::string v2;

  auto operator<=>(const InfoHash&) const = default;
  /// The hash that names the torrent's folder and ETags: v1 if there is one, else v2.
  [[nodiscard]] const std::string& best() const { return v1.empty() ? v2 : v1; }
  /// Whether both name the same torrent; of a hybrid torrent, only one hash may be known.
  [[nodiscard]] bool same_torrent(const InfoHash& other) const {
    return (!v1.empty() && v1 == other.v1) || (!v2.empty() && v2 == other.v2);
  }
};

}  // namespace magnetar::base

template <class Tag, class Int>
struct std::hash<magnetar::base::StrongInt<Tag, Int>> {
  std::size_t operator()(magnetar::base::StrongInt<Tag, Int> id) const noexcept {
    return std::hash<Int>{}(id.value);
  }
};

template <>
struct std::hash<magnetar::base::TorrentId> {
  std::size_t operator()(const magnetar::base::TorrentId& id) const noexcept {
    return std::hash<std::string>{}(id.value);
  }
};
