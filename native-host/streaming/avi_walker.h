#pragma once
// Walks through the chunks of an AVI file (OpenDML 1.02) until it has found idx1.

#include <optional>

#include "streaming/container_walker.h"

namespace magnetar::streaming {

/// Finds idx1 behind the film, and the duration from avih, or from dmlh in files above 1 GiB.
class AviWalker final : public ContainerWalker {
 public:
  explicit AviWalker(std::int64_t file_size) : file_size_(file_size) {}

  /// Whether `head` is the beginning of an AVI file.
  [[nodiscard]] static bool recognises(std::span<const std::byte> head);

  [[nodiscard]] std::optional<Look> next() const override;
  void take(std::span<const std::byte> bytes, Findings& findings) override;

 private:
  void take_list(std::span<const std::byte> bytes);
  void read_frames(std::uint32_t frames, Findings& findings);

  std::int64_t file_size_;
  std::int64_t offset_ = 12;  ///< behind "RIFF", its size and "AVI "
  std::int64_t chunk_end_ = 0;
  bool film_seen_ = false;
  bool done_ = false;
  int chunks_ = 0;
  std::uint32_t microseconds_per_frame_ = 0;
  std::uint32_t frames_ = 0;
};

}  // namespace magnetar::streaming
