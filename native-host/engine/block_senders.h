#pragma once
// Remembers the connections that sent each block of pieces that have not passed their check. Pure.

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/block_request.h"

namespace magnetar::engine {

class BlockSenders {
 public:
  using Peers = std::vector<PeerNumber>;

  void clear() { pieces_.clear(); }
  /// The written block is from this peer; 0: from another source. `blocks`: the number of blocks in the
  /// piece.
  void wrote(std::int32_t piece, std::int32_t block, PeerNumber peer, std::int32_t blocks);
  /// The peer has sent another copy of the block.
  void repeated(std::int32_t piece, std::int32_t block, PeerNumber peer, std::int32_t blocks);
  void forget(std::int32_t piece) { pieces_.erase(piece); }
  void forget(std::int32_t piece, std::int32_t block);

  /// All peers that have sent the block, the sender of the written bytes first; empty: no peer.
  [[nodiscard]] const Peers& of(std::int32_t piece, std::int32_t block) const;
  [[nodiscard]] bool has_sent(PeerNumber peer, std::int32_t piece, std::int32_t block) const;
  /// All known peers that have sent a block of the piece.
  [[nodiscard]] Peers of(std::int32_t piece) const;
  /// Piece and block of each written block that this peer sent.
  [[nodiscard]] std::vector<std::pair<std::int32_t, std::int32_t>> written_by(PeerNumber peer) const;

 private:
  Peers* at(std::int32_t piece, std::int32_t block, std::int32_t blocks);

  std::unordered_map<std::int32_t, std::vector<Peers>> pieces_;
};

}  // namespace magnetar::engine
