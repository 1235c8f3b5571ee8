#pragma once
// How much each piece of a torrent is wanted at one moment.

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "base/priority.h"
#include "streaming/layout.h"
#include "streaming/piece_runs.h"

namespace magnetar::streaming {

using base::kNextFile;
using base::kNow;
using base::kOff;
using base::kSomeDay;
using base::kUrgent;
using base::kWindow;
using base::kWindowBegin;
using base::Priority;

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
