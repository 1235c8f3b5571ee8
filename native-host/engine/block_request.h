#pragma once
// The sizes of a torrent's pieces, and the name of a block in requests to peers.

#include <cstdint>

namespace magnetar::engine {

/// The size of a block in libtorrent and in requests (BEP 3), in bytes.
inline constexpr std::int64_t kBlockSize = 16 * 1024;

/// The sizes of a torrent's pieces.
struct PieceSizes {
  std::int32_t count = 0;
  std::int64_t length = 0;  ///< of every piece but the last, in bytes
  std::int64_t last = 0;    ///< of the last piece

  [[nodiscard]] std::int64_t of(std::int32_t piece) const { return piece + 1 == count ? last : length; }
  [[nodiscard]] std::int32_t blocks_of(std::int32_t piece) const {
    return static_cast<std::int32_t>((of(piece) + kBlockSize - 1) / kBlockSize);
  }
};

/// Identifies a connection of one torrent; never used twice. 0: an unknown peer.
using PeerNumber = std::uint32_t;

/// One request of the peer protocol (BEP 3).
struct BlockRequest {
  std::int32_t piece = 0;
  std::int32_t start = 0;   ///< in the piece, in bytes
  std::int32_t length = 0;  ///< in bytes

  [[nodiscard]] std::int32_t block() const { return start / static_cast<std::int32_t>(kBlockSize); }
  bool operator==(const BlockRequest&) const = default;
};

}  // namespace magnetar::engine
