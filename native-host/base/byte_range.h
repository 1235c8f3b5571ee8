#pragma once
// A half-open range of bytes, in a file or in a torrent.

#include <algorithm>
#include <cstdint>

namespace magnetar::base {

/// Bytes from `begin` up to, not including, `end`; empty when begin >= end.
struct ByteRange {
  std::int64_t begin = 0;
  std::int64_t end = 0;

  bool operator==(const ByteRange&) const = default;
  [[nodiscard]] std::int64_t size() const { return std::max<std::int64_t>(0, end - begin); }
  [[nodiscard]] bool empty() const { return begin >= end; }
  [[nodiscard]] bool contains(std::int64_t offset) const { return offset >= begin && offset < end; }
};

}  // namespace magnetar::base
