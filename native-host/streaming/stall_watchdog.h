#pragma once
// Notices pieces that somebody waits for and that are late.

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

/// A connection that waits, and the first piece it misses.
struct Wait {
  CursorId cursor;
  base::PieceIndex piece;
  base::TimePoint since;
};

/// How long a piece may take.
struct Patience {
  base::Duration time{0};
  bool guessed = false;  ///< nothing was known of the swarm

  bool operator==(const Patience&) const = default;
};

/// A piece is late when it was the first of a waiting connection for longer than it should take.
class StallWatchdog {
 public:
  /// What is to be told.
  struct Verdict {
    std::vector<base::PieceIndex> hurry;
    std::vector<base::PieceIndex> relax;
  };

  /// 1.5 s, or twice the time that `waits` pieces of this length take of a swarm of this rate and the second
  /// that requests wait in peers' queues, at most 30 s; 5 s while the rate is not known.
  [[nodiscard]] static Patience patience(std::int64_t piece_length, std::int64_t rate, std::size_t waits);

  /// Call it whenever waits change, and now and then. The patience with one piece only becomes less: a swarm
  /// looks slower and slower while it owes nothing but the late piece.
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
