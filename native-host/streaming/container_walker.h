#pragma once
// The interface of the walkers of single containers: each names the next place to look at, and reads it.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "streaming/container_sniffer.h"

namespace magnetar::streaming {

/// A place in the file that a walker wants to look at.
struct Look {
  std::int64_t offset = 0;
  std::size_t least = 0;  ///< fewer bytes are not enough to read the place
  std::size_t most = 0;   ///< more bytes are of no use
};

/// Walks through one file. A walker does not know the source of the bytes, and may ask for places outside the
/// file: the sniffer ends the walk then.
class ContainerWalker {
 public:
  /// The largest size, in bytes, that an index is believed to have.
  static constexpr std::int64_t kMostIndex = 64 * 1024 * 1024;
  /// Bytes read at a header far from the last one: the walk often needs the bytes around it next.
  static constexpr std::size_t kHeader = 4096;

  ContainerWalker() = default;
  virtual ~ContainerWalker() = default;
  ContainerWalker(const ContainerWalker&) = delete;
  ContainerWalker& operator=(const ContainerWalker&) = delete;

  /// The next place to look at; nothing when the walk is done.
  [[nodiscard]] virtual std::optional<Look> next() const = 0;
  /// Reads the bytes of that place, at least `least` of them.
  virtual void take(std::span<const std::byte> bytes, Findings& findings) = 0;
  /// The likely place of the index in a file of the usual structure; empty when it is not known.
  [[nodiscard]] virtual base::ByteRange likely_index() const { return {}; }
};

/// The duration in seconds that a container claims; nothing when no film can have it.
[[nodiscard]] inline std::optional<double> sane_duration(double seconds) {
  constexpr double kMostSeconds = 10'000'000;
  return seconds > 0 && seconds < kMostSeconds ? std::optional(seconds) : std::nullopt;
}

/// Whether the index lies inside the file and is no larger than kMostIndex.
[[nodiscard]] inline bool sane_index(base::ByteRange range, std::int64_t file_size) {
  return range.begin >= 0 && range.begin < range.end && range.end <= file_size &&
         range.size() <= ContainerWalker::kMostIndex;
}

}  // namespace magnetar::streaming
