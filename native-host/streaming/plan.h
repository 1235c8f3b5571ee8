#pragma once
// The priority of each piece of a torrent at one moment.

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

using base::Priority;

struct PieceRequest {
  base::PieceIndex piece;
  Priority priority = Priority::off;

  bool operator==(const PieceRequest&) const = default;
};

/// One priority for each piece. Pieces of files that are fetched whole are `some_day`; single pieces are
/// raised above that. The cost grows with the raised pieces, not with those of the torrent.
class Plan {
 public:
  explicit Plan(const Layout& layout, std::shared_ptr<const PieceRuns> whole = nullptr)
      : piece_count_(layout.piece_count()), whole_(std::move(whole)) {}

  /// Raises pieces to a priority; the highest of several counts. Pieces beyond the last are left out.
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
    const Priority raised = found == raised_.end() ? Priority::off : found->second;
    return whole_ && whole_->contains(piece) ? std::max(raised, Priority::some_day) : raised;
  }
  [[nodiscard]] std::int32_t piece_count() const { return piece_count_; }
  /// The pieces with a priority of their own, above that of files that are fetched whole.
  [[nodiscard]] const std::map<base::PieceIndex, Priority>& raised() const { return raised_; }

  /// The changes of priority from this plan to `next`, each piece once.
  [[nodiscard]] std::vector<PieceRequest> changes_to(const Plan& next) const;

 private:
  std::int32_t piece_count_;
  std::shared_ptr<const PieceRuns> whole_;
  std::map<base::PieceIndex, Priority> raised_;
};

}  // namespace magnetar::streaming
