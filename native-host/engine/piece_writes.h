#pragma once
// Blocks of one torrent that are on their way to the disk, by piece. libtorrent's network thread only.

#include <cstdint>
#include <functional>
#include <unordered_map>
#include <vector>

namespace magnetar::engine {

class PieceWrites {
 public:
  void began(std::int32_t piece) { ++pieces_[piece].under_way; }
  /// To be called after whoever waits for the write has been told.
  void ended(std::int32_t piece);
  /// Calls back when nothing of the piece is on its way: now, or at the end of its last write.
  void when_written(std::int32_t piece, std::function<void()> then);

 private:
  struct Piece {
    int under_way = 0;
    std::vector<std::function<void()>> waiting;
  };

  std::unordered_map<std::int32_t, Piece> pieces_;
};

}  // namespace magnetar::engine
