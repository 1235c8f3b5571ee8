#pragma once
// What the walkers of the containers have in common: they say where they want to look, and look.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "streaming/container_sniffer.h"

namespace magnetar::streaming {

/// A place in the file that a walker wants to look at.
struct Look {
  std::int64_t offset = 0;
  std::size_t least = 0;  ///< fewer bytes say nothing
  std::size_t most = 0;   ///< more are not needed
};

/// Walks through one file. Knows nothing of where bytes come from, and may ask for places outside the file:
/// the sniffer ends the walk then.
class ContainerWalker {
 public:
  /// An index larger than this is no index.
  static constexpr std::int64_t kMostIndex = 64 * 1024 * 1024;
  /// For a header far from the last one: what lies around it is often needed next.
  static constexpr std::size_t kHeader = 4096;

  ContainerWalker() = default;
  virtual ~ContainerWalker() = default;
  ContainerWalker(const ContainerWalker&) = delete;
  ContainerWalker& operator=(const ContainerWalker&) = delete;

  /// Where it wants to look next; nothing when it is done.
  [[nodiscard]] virtual std::optional<Look> next() const = 0;
  /// The bytes there, at least as many as it needs.
  virtual void take(std::span<const std::byte> bytes, Findings& findings) = 0;
  /// Where the index will be found, if all is as usual; empty when that is not known.
  [[nodiscard]] virtual base::ByteRange likely_index() const { return {}; }
};

/// A duration as containers claim it; nothing when it is no film's.
[[nodiscard]] inline std::optional<double> sane_duration(double seconds) {
  constexpr double kMostSeconds = 10'000'000;
  return seconds > 0 && seconds < kMostSeconds ? std::optional(seconds) : std::nullopt;
}

/// An index that lies inside the file and is of a size that can be.
[[nodiscard]] inline bool sane_index(base::ByteRange range, std::int64_t file_size) {
  return range.begin >= 0 && range.begin < range.end && range.end <= file_size &&
         range.size() <= ContainerWalker::kMostIndex;
}

}  // namespace magnetar::streaming
