#pragma once
// Finds late pieces that a viewer waits for.

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <vector>

#include "base/clock.h"
#include "base/strong_id.h"
#include "streaming/viewer_id.h"

namespace magnetar::streaming {

/// A waiting connection, and the first piece that it misses.
struct Wait {
  CursorId cursor;
  base::PieceIndex piece;
  base::TimePoint since;
};

/// The time that a piece may take.
struct Patience {
  base::Duration time{0};
  bool guessed = false;  ///< the rate was not known

  bool operator==(const Patience&) const = default;
};

/// A piece is late when it has been the first missing one of a waiting connection for longer than its
/// patience.
class StallWatchdog {
 public:
  /// The changes since the last review: pieces that are late now, and pieces that no longer are.
  struct Verdict {
    std::vector<base::PieceIndex> hurry;
    std::vector<base::PieceIndex> relax;
  };

  /// 1.5 s, or twice the time that `waits` pieces of this length take of a swarm of this rate and the second
  /// that requests wait in peers' queues, at most 30 s; 5 s while the rate is not known.
  [[nodiscard]] static Patience patience(std::int64_t piece_length, std::int64_t rate, std::size_t waits);

  /// To be called whenever waits change, and now and then. The patience with one piece only decreases: a
  /// swarm looks slower and slower while only the late piece is missing.
  Verdict review(std::span<const Wait> waits, Patience patience, base::TimePoint now);

  [[nodiscard]] const std::set<base::PieceIndex>& hurried() const { return hurried_; }

 private:
  struct First {
    base::PieceIndex piece;
    base::TimePoint since;
    Patience patience;
  };

  std::map<CursorId, First> firsts_;
  std::set<base::PieceIndex> hurried_;
};

}  // namespace magnetar::streaming
