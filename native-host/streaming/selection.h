#pragma once
// The files of a torrent that are fetched whole, watched or not. Pure.

#include <memory>
#include <optional>
#include <vector>

#include "base/byte_range.h"
#include "streaming/layout.h"
#include "streaming/piece_runs.h"
#include "streaming/swarm.h"

namespace magnetar::streaming {

/// Remembers its answers, because a selection may have tens of thousands of files.
class Selection {
 public:
  explicit Selection(Layout layout) : layout_(layout) {}

  /// Sets the files, which lie in the torrent.
  void set(std::vector<base::ByteRange> files);
  /// Makes the next call of complete() look at every piece anew.
  void forget();
  /// Whether all selected pieces are available; once true, it stays true until forget() or set().
  [[nodiscard]] bool complete(const Swarm& swarm);
  /// The pieces of the selected files and of `others`; the same object as long as neither changes.
  [[nodiscard]] const std::shared_ptr<const PieceRuns>& pieces_with(
      const std::vector<base::ByteRange>& others);

 private:
  const Layout layout_;
  std::vector<base::ByteRange> files_;
  PieceRuns pieces_;
  std::size_t run_ = 0;                      ///< all pieces of the runs before this one are available
  std::optional<base::PieceIndex> missing_;  ///< a piece that was missing at the last call
  std::vector<base::ByteRange> others_;
  std::shared_ptr<const PieceRuns> joined_;
};

}  // namespace magnetar::streaming
