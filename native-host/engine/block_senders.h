#pragma once
// Which connection sent which block of the pieces that have not passed their check. Pure.

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
  /// The block that is written is this peer's; 0: it came from elsewhere. `blocks`: how many the piece has.
  void wrote(std::int32_t piece, std::int32_t block, PeerNumber peer, std::int32_t blocks);
  /// The peer has sent the block too.
  void repeated(std::int32_t piece, std::int32_t block, PeerNumber peer, std::int32_t blocks);
  void forget(std::int32_t piece) { pieces_.erase(piece); }
  void forget(std::int32_t piece, std::int32_t block);

  /// Everybody who has sent the block, first whose bytes are written; empty: nothing has come.
  [[nodiscard]] const Peers& of(std::int32_t piece, std::int32_t block) const;
  [[nodiscard]] bool has_sent(PeerNumber peer, std::int32_t piece, std::int32_t block) const;
  /// Everybody known who has sent something of the piece.
  [[nodiscard]] Peers of(std::int32_t piece) const;
  /// Piece and block of all that is written and that this peer sent.
  [[nodiscard]] std::vector<std::pair<std::int32_t, std::int32_t>> written_by(PeerNumber peer) const;

 private:
  Peers* at(std::int32_t piece, std::int32_t block, std::int32_t blocks);

  std::unordered_map<std::int32_t, std::vector<Peers>> pieces_;
};

}  // namespace magnetar::engine
