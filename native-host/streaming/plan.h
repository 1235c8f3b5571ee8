#pragma once
// How much each piece of a torrent is wanted at one moment.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "streaming/layout.h"

namespace magnetar::streaming {

/// The numbers are libtorrent's. It obeys 7 strictly; below, it weighs priority against rarity.
using Priority = std::uint8_t;

inline constexpr Priority kOff = 0;
inline constexpr Priority kSomeDay = 1;
inline constexpr Priority kNextFile = 2;
inline constexpr Priority kWindow = 3;  ///< the last third of a window; from here on somebody waits for it
inline constexpr Priority kUrgent = 6;
inline constexpr Priority kNow = 7;

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
    const base::PieceIndex end{std::min(pieces.end.value, piece_count())};
    for (auto piece = pieces.begin; piece < end; ++piece) {
      auto& slot = priorities_[index(piece)];
      slot = std::max(slot, priority);
    }
  }
  void raise(base::PieceIndex piece, Priority priority) {
    raise({piece, base::PieceIndex{piece.value + 1}}, priority);
  }
  void set(base::PieceIndex piece, Priority priority) { priorities_[index(piece)] = priority; }

  [[nodiscard]] Priority at(base::PieceIndex piece) const { return priorities_[index(piece)]; }
  [[nodiscard]] std::int32_t piece_count() const { return static_cast<std::int32_t>(priorities_.size()); }

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
  [[nodiscard]] static std::size_t index(base::PieceIndex piece) {
    return static_cast<std::size_t>(piece.value);
  }

  std::vector<Priority> priorities_;
};

}  // namespace magnetar::streaming
