#pragma once
// Copies of received blocks that are not on the disk yet, up to a cap for the whole session.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace magnetar::engine {

/// The bytes of one block; returns its memory to the cap when its last holder releases it.
class KeptBlock {
 public:
  KeptBlock(std::span<const std::byte> bytes, std::shared_ptr<std::atomic<std::int64_t>> used);
  ~KeptBlock();
  KeptBlock(const KeptBlock&) = delete;
  KeptBlock& operator=(const KeptBlock&) = delete;

  [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }

 private:
  const std::vector<std::byte> bytes_;
  const std::shared_ptr<std::atomic<std::int64_t>> used_;
};

/// The blocks of a piece, by index; null for a block that is not kept.
using KeptPiece = std::vector<std::shared_ptr<const KeptBlock>>;

/// Any thread. A block beyond the cap is not kept: its readers wait for the disk, so that the memory does not
/// grow.
class BlockMemory {
 public:
  /// `cap`: the most bytes that are kept.
  explicit BlockMemory(std::int64_t cap) : cap_(cap) {}

  void set_cap(std::int64_t cap) { cap_ = cap; }
  [[nodiscard]] std::int64_t cap() const { return cap_; }
  [[nodiscard]] std::int64_t used() const { return *used_; }

  /// A copy of the block, or null when there is no room for it.
  [[nodiscard]] std::shared_ptr<const KeptBlock> keep(std::span<const std::byte> bytes);
  /// A copy that counts and is made beyond the cap too, for callers that have checked has_room_for().
  [[nodiscard]] std::shared_ptr<const KeptBlock> keep_anyway(std::span<const std::byte> bytes);
  [[nodiscard]] bool has_room_for(std::int64_t bytes) const { return *used_ + bytes <= cap_; }

 private:
  std::atomic<std::int64_t> cap_;
  const std::shared_ptr<std::atomic<std::int64_t>> used_ = std::make_shared<std::atomic<std::int64_t>>(0);
};

/// Copies bytes of a piece from `offset` in it, up to the first missing block. Returns the number of bytes
/// copied.
[[nodiscard]] std::size_t copy_from(const KeptPiece& piece, std::int64_t block_size, std::int64_t offset,
                                    std::span<std::byte> out);

}  // namespace magnetar::engine
