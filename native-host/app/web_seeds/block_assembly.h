#pragma once
// Blocks that the session waits for, put together from what servers send. Pure.

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

/// Places are bytes in the torrent.
class BlockAssembly {
 public:
  struct Block {
    engine::BlockRequest request;
    std::string bytes;
  };

  explicit BlockAssembly(std::shared_ptr<const engine::WebSeedTorrent> torrent)
      : torrent_(std::move(torrent)) {}

  /// Whether the block lies in the torrent.
  [[nodiscard]] bool valid(const engine::BlockRequest& request) const;
  /// What of the block has to be fetched: padding (BEP 47) is known, and what came before stays.
  std::vector<base::ByteRange> add(const engine::BlockRequest& request);
  /// Takes bytes; those of no block that is waited for are dropped. Gives the blocks that have become whole.
  std::vector<Block> fill(std::int64_t at, std::string_view bytes);
  /// Blocks that are whole without a server: nothing but padding.
  std::vector<Block> take_whole();
  /// Stops waiting for all that touch the range.
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
  /// The first block that ends after the place.
  [[nodiscard]] Blocks::const_iterator first_after(std::int64_t at) const;

  const std::shared_ptr<const engine::WebSeedTorrent> torrent_;
  Blocks blocks_;
};

}  // namespace magnetar::app
