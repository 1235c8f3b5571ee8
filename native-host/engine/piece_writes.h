#pragma once
// Counts the blocks of one torrent that are being written, by piece. libtorrent's network thread only.

#include <cstdint>
#include <functional>
#include <unordered_map>
#include <vector>

namespace magnetar::engine {

class PieceWrites {
 public:
  void began(std::int32_t piece) { ++pieces_[piece].under_way; }
  /// The write has ended. To be called after its own handler has run.
  void ended(std::int32_t piece);
  /// Calls back when no write of the piece is under way: now, or at the end of its last one.
  void when_written(std::int32_t piece, std::function<void()> then);

 private:
  struct Piece {
    int under_way = 0;
    std::vector<std::function<void()>> waiting;
  };

  std::unordered_map<std::int32_t, Piece> pieces_;
};

}  // namespace magnetar::engine
