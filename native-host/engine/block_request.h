#pragma once
// How a torrent is cut, and how one of its blocks is named when peers are asked for it.

#include <cstdint>

namespace magnetar::engine {

/// libtorrent's block, in bytes (BEP 3).
inline constexpr std::int64_t kBlockSize = 16 * 1024;

/// How a torrent is cut.
struct PieceSizes {
  std::int32_t count = 0;
  std::int64_t length = 0;  ///< of every piece but the last, in bytes
  std::int64_t last = 0;    ///< of the last piece

  [[nodiscard]] std::int64_t of(std::int32_t piece) const { return piece + 1 == count ? last : length; }
  [[nodiscard]] std::int32_t blocks_of(std::int32_t piece) const {
    return static_cast<std::int32_t>((of(piece) + kBlockSize - 1) / kBlockSize);
  }
};

/// Names a connection of one torrent; never given twice. 0: nobody who is known.
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
