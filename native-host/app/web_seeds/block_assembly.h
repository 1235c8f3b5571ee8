#pragma once
// Assembles the blocks that the session has requested from the bytes of servers. Pure.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"
#include "engine/block_request.h"
#include "engine/web_seeds.h"

namespace magnetar::app {

/// Positions are bytes in the torrent.
class BlockAssembly {
 public:
  struct Block {
    engine::BlockRequest request;
    std::string bytes;
  };

  explicit BlockAssembly(std::shared_ptr<const engine::WebSeedTorrent> torrent)
      : torrent_(std::move(torrent)) {}

  /// Whether the block lies within the torrent.
  [[nodiscard]] bool valid(const engine::BlockRequest& request) const;
  /// Adds a block and returns the ranges to fetch: padding (BEP 47) is known, and received bytes are kept.
  std::vector<base::ByteRange> add(const engine::BlockRequest& request);
  /// Takes bytes and returns the blocks that they complete. Bytes of blocks that were not requested are
  /// dropped.
  std::vector<Block> fill(std::int64_t at, std::string_view bytes);
  /// Returns the blocks that need no server: those of padding only.
  std::vector<Block> take_whole();
  /// Drops the blocks that touch the range, and returns them.
  std::vector<engine::BlockRequest> drop(base::ByteRange range);
  [[nodiscard]] std::vector<base::ByteRange> missing(base::ByteRange range) const;
  [[nodiscard]] bool empty() const { return blocks_.empty(); }

 private:
  struct Waiting {
    Block block;
    std::vector<base::ByteRange> missing;
  };
  using Blocks = std::map<std::int64_t, Waiting>;

  [[nodiscard]] base::ByteRange place_of(const engine::BlockRequest& request) const;
  /// Returns the first block that ends after the position.
  [[nodiscard]] Blocks::const_iterator first_after(std::int64_t at) const;

  const std::shared_ptr<const engine::WebSeedTorrent> torrent_;
  Blocks blocks_;
};

}  // namespace magnetar::app
