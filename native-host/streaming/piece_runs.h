#pragma once
// The pieces of files that are fetched whole. Pure.

#include <vector>

#include "base/byte_range.h"
#include "streaming/layout.h"

namespace magnetar::streaming {

/// Pieces as sorted runs that do not touch each other. Made once for each selection, so that the cost grows
/// with the gaps in the selection, not with the pieces or files of the torrent.
class PieceRuns {
 public:
  PieceRuns() = default;
  /// Makes the runs of every piece that holds a byte of one of the files, which lie in the torrent.
  PieceRuns(const Layout& layout, const std::vector<base::ByteRange>& files);

  [[nodiscard]] bool contains(base::PieceIndex piece) const;
  [[nodiscard]] const std::vector<PieceRange>& runs() const { return runs_; }

  bool operator==(const PieceRuns&) const = default;

 private:
  std::vector<PieceRange> runs_;
};

/// The pieces that are in one set and not in the other, in order.
[[nodiscard]] std::vector<PieceRange> difference(const PieceRuns& one, const PieceRuns& other);

}  // namespace magnetar::streaming
