#include "engine/block_memory.h"

#include <algorithm>
#include <utility>

namespace magnetar::engine {

KeptBlock::KeptBlock(std::span<const std::byte> bytes, std::shared_ptr<std::atomic<std::int64_t>> used)
    : bytes_(bytes.begin(), bytes.end()), used_(std::move(used)) {}

KeptBlock::~KeptBlock() {
  *used_ -= std::ssize(bytes_);
}

std::shared_ptr<const KeptBlock> BlockMemory::keep(std::span<const std::byte> bytes) {
  if (used_->fetch_add(std::ssize(bytes)) + std::ssize(bytes) > cap_) {
    *used_ -= std::ssize(bytes);
    return nullptr;
  }
  return std::make_shared<const KeptBlock>(bytes, used_);
}

std::shared_ptr<const KeptBlock> BlockMemory::keep_anyway(std::span<const std::byte> bytes) {
  *used_ += std::ssize(bytes);
  return std::make_shared<const KeptBlock>(bytes, used_);
}

std::size_t copy_from(const KeptPiece& piece, std::int64_t block_size, std::int64_t offset,
                      std::span<std::byte> out) {
  std::size_t copied = 0;
  while (copied < out.size()) {
    const auto index = static_cast<std::size_t>(offset / block_size);
    if (index >= piece.size() || !piece[index]) break;
    const auto inside = static_cast<std::size_t>(offset % block_size);
    const auto bytes = piece[index]->bytes();
    if (inside >= bytes.size()) break;
    const auto part = bytes.subspan(inside, std::min(bytes.size() - inside, out.size() - copied));
    std::copy(part.begin(), part.end(), out.begin() + static_cast<std::ptrdiff_t>(copied));
    copied += part.size();
    offset += std::ssize(part);
  }
  return copied;
}

}  // namespace magnetar::engine
