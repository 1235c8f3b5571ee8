#pragma once
// The pieces of a torrent that are wanted sooner or later, for files that are wanted whole. Pure.

#include <vector>

#include "base/byte_range.h"
#include "streaming/layout.h"

namespace magnetar::streaming {

/// Pieces in runs: sorted, none touches the next. Made once for a choice of files, so that a torrent of many
/// pieces or files costs as much as it has gaps in what is chosen.
class PieceRuns {
 public:
  PieceRuns() = default;
  /// Every piece that holds a byte of one of the files, which lie in the torrent.
  PieceRuns(const Layout& layout, const std::vector<base::ByteRange>& files);

  [[nodiscard]] bool contains(base::PieceIndex piece) const;
  [[nodiscard]] const std::vector<PieceRange>& runs() const { return runs_; }

  bool operator==(const PieceRuns&) const = default;

 private:
  std::vector<PieceRange> runs_;
};

/// The pieces that are in one and not in the other, in order.
[[nodiscard]] std::vector<PieceRange> difference(const PieceRuns& one, const PieceRuns& other);

}  // namespace magnetar::streaming
