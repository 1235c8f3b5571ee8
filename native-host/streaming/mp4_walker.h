#pragma once
// Walks through the boxes of an MP4 or QuickTime file (ISO/IEC 14496-12) until it has found moov.

#include <optional>

#include "streaming/container_walker.h"

namespace magnetar::streaming {

/// Finds moov when it lies behind the film, and the duration in its mvhd.
class Mp4Walker final : public ContainerWalker {
 public:
  explicit Mp4Walker(std::int64_t file_size) : file_size_(file_size), end_(file_size) {}

  /// Whether `head` is the beginning of an MP4 or QuickTime file.
  [[nodiscard]] static bool recognises(std::span<const std::byte> head);

  [[nodiscard]] std::optional<Look> next() const override;
  void take(std::span<const std::byte> bytes, Findings& findings) override;
  [[nodiscard]] base::ByteRange likely_index() const override { return likely_; }

 private:
  struct Box {
    std::uint64_t type = 0;
    std::int64_t header = 8;
    std::int64_t end = 0;
  };

  [[nodiscard]] std::optional<Box> box(std::span<const std::byte> bytes) const;
  void take_top(const Box& box, Findings& findings);
  void take_in_moov(const Box& box, std::span<const std::byte> bytes, Findings& findings);

  std::int64_t file_size_;
  std::int64_t offset_ = 0;
  std::int64_t end_;  ///< of the container box that is walked through, or of the file
  bool in_moov_ = false;
  bool film_seen_ = false;
  bool done_ = false;
  int boxes_ = 0;
  base::ByteRange likely_;
};

}  // namespace magnetar::streaming
