#pragma once
// Maps bytes of a torrent to pieces.

#include <algorithm>
#include <cstdint>

#include "base/byte_range.h"
#include "base/strong_id.h"

namespace magnetar::streaming {

/// Pieces [begin, end).
struct PieceRange {
  base::PieceIndex begin;
  base::PieceIndex end;

  bool operator==(const PieceRange&) const = default;
  [[nodiscard]] bool empty() const { return begin >= end; }
};

/// A torrent's byte sequence cut into pieces of equal length; the last may be shorter.
struct Layout {
  std::int64_t size = 0;
  std::int64_t piece_length = 1;

  [[nodiscard]] std::int32_t piece_count() const {
    return static_cast<std::int32_t>((size + piece_length - 1) / piece_length);
  }
  [[nodiscard]] base::PieceIndex piece_at(std::int64_t offset) const {
    return base::PieceIndex{static_cast<std::int32_t>(offset / piece_length)};
  }
  [[nodiscard]] std::int64_t begin_of(base::PieceIndex piece) const { return piece.value * piece_length; }
  /// The part of a range that lies in the torrent; empty ranges stay where they are.
  [[nodiscard]] base::ByteRange inside(base::ByteRange bytes) const {
    const auto begin = std::clamp<std::int64_t>(bytes.begin, 0, size);
    return {begin, std::clamp(bytes.end, begin, size)};
  }
  /// The pieces that hold any byte of the range, which lies in the torrent.
  [[nodiscard]] PieceRange pieces_of(base::ByteRange bytes) const {
    if (bytes.empty()) return {};
    return {piece_at(bytes.begin), base::PieceIndex{piece_at(bytes.end - 1).value + 1}};
  }
};

}  // namespace magnetar::streaming
