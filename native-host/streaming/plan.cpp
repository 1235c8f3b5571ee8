#include "streaming/plan.h"

namespace magnetar::streaming {

std::vector<PieceRequest> Plan::changes_to(const Plan& next) const {
  std::vector<PieceRequest> changes;
  const auto add = [&](base::PieceIndex piece) {
    if (const Priority priority = next.at(piece); priority != at(piece)) changes.push_back({piece, priority});
  };
  for (const auto& [piece, priority] : raised_) add(piece);
  for (const auto& [piece, priority] : next.raised_) {
    if (!raised_.contains(piece)) add(piece);
  }
  if (whole_ == next.whole_) return changes;
  const PieceRuns none;
  for (const auto& run : difference(whole_ ? *whole_ : none, next.whole_ ? *next.whole_ : none)) {
    for (auto piece = run.begin; piece < run.end; ++piece) {
      if (!raised_.contains(piece) && !next.raised_.contains(piece)) add(piece);
    }
  }
  return changes;
}

}  // namespace magnetar::streaming
