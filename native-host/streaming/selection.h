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

/// Answers from what it remembers: a selection may be tens of thousands of files.
class Selection {
 public:
  explicit Selection(Layout layout) : layout_(layout) {}

  /// Files that lie in the torrent.
  void set(std::vector<base::ByteRange> files);
  /// Looks at every piece anew when next asked.
  void forget();
  /// Whether all of it is here; once it was, until forget() or set().
  [[nodiscard]] bool complete(const Swarm& swarm);
  /// The pieces of the selected files and of `others`; the same object as long as neither changes.
  [[nodiscard]] const std::shared_ptr<const PieceRuns>& pieces_with(
      const std::vector<base::ByteRange>& others);

 private:
  const Layout layout_;
  std::vector<base::ByteRange> files_;
  PieceRuns pieces_;
  std::size_t run_ = 0;                      ///< the runs before this one are here
  std::optional<base::PieceIndex> missing_;  ///< a piece that was, when it was asked for last
  std::vector<base::ByteRange> others_;
  std::shared_ptr<const PieceRuns> joined_;
};

}  // namespace magnetar::streaming
