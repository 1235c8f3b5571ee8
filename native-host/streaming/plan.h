#pragma once
// How much each piece of a torrent is wanted at one moment.

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "streaming/layout.h"
#include "streaming/piece_runs.h"

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

/// One priority a piece. Files that are wanted whole are kSomeDay; above that, single pieces are raised. What
/// it costs grows with the pieces that are raised, not with those of the torrent.
class Plan {
 public:
  explicit Plan(const Layout& layout, std::shared_ptr<const PieceRuns> whole = nullptr)
      : piece_count_(layout.piece_count()), whole_(std::move(whole)) {}

  /// Several may want a piece: the most counts. Pieces beyond the last are left out.
  void raise(PieceRange pieces, Priority priority) {
    const base::PieceIndex end{std::min(pieces.end.value, piece_count_)};
    for (auto piece = pieces.begin; piece < end; ++piece) {
      auto& slot = raised_[piece];
      slot = std::max(slot, priority);
    }
  }
  void raise(base::PieceIndex piece, Priority priority) {
    raise({piece, base::PieceIndex{piece.value + 1}}, priority);
  }

  [[nodiscard]] Priority at(base::PieceIndex piece) const {
    const auto found = raised_.find(piece);
    const Priority raised = found == raised_.end() ? kOff : found->second;
    return whole_ && whole_->contains(piece) ? std::max(raised, kSomeDay) : raised;
  }
  [[nodiscard]] std::int32_t piece_count() const { return piece_count_; }
  /// Pieces that are wanted for more than a file that is wanted whole.
  [[nodiscard]] const std::map<base::PieceIndex, Priority>& raised() const { return raised_; }

  /// What must be told to come from this plan to `next`, each piece once.
  [[nodiscard]] std::vector<PieceRequest> changes_to(const Plan& next) const;

 private:
  std::int32_t piece_count_;
  std::shared_ptr<const PieceRuns> whole_;
  std::map<base::PieceIndex, Priority> raised_;
};

}  // namespace magnetar::streaming
