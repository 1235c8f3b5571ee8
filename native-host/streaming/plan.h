#pragma once
// How much each piece of a torrent is wanted at one moment.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "streaming/layout.h"

namespace magnetar::streaming {

/// 0: not wanted, 1: some day, 4 to 6: soon, 7: now. The numbers are libtorrent's.
using Priority = std::uint8_t;

inline constexpr Priority kOff = 0;
inline constexpr Priority kSomeDay = 1;
inline constexpr Priority kUrgent = 7;

struct PieceRequest {
  base::PieceIndex piece;
  Priority priority = kOff;

  bool operator==(const PieceRequest&) const = default;
};

/// One priority a piece; begins with everything off.
class Plan {
 public:
  explicit Plan(const Layout& layout) : priorities_(static_cast<std::size_t>(layout.piece_count()), kOff) {}

  /// Several may want a piece: the most counts. Pieces beyond the last are left out.
  void raise(PieceRange pieces, Priority priority) {
    const base::PieceIndex end{std::min(pieces.end.value, static_cast<std::int32_t>(priorities_.size()))};
    for (auto piece = pieces.begin; piece < end; ++piece) {
      auto& slot = priorities_[static_cast<std::size_t>(piece.value)];
      slot = std::max(slot, priority);
    }
  }

  [[nodiscard]] Priority at(base::PieceIndex piece) const {
    return priorities_[static_cast<std::size_t>(piece.value)];
  }

  /// What must be told to come from this plan to `next`.
  [[nodiscard]] std::vector<PieceRequest> changes_to(const Plan& next) const {
    std::vector<PieceRequest> changes;
    for (std::size_t i = 0; i < priorities_.size(); ++i) {
      if (priorities_[i] == next.priorities_[i]) continue;
      changes.push_back({base::PieceIndex{static_cast<std::int32_t>(i)}, next.priorities_[i]});
    }
    return changes;
  }

 private:
  std::vector<Priority> priorities_;
};

}  // namespace magnetar::streaming
