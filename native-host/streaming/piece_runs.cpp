#include "streaming/piece_runs.h"

#include <algorithm>

namespace magnetar::streaming {

PieceRuns::PieceRuns(const Layout& layout, const std::vector<base::ByteRange>& files) {
  std::vector<PieceRange> all;
  for (const auto& file : files) {
    if (const auto pieces = layout.pieces_of(file); !pieces.empty()) all.push_back(pieces);
  }
  std::ranges::sort(all, {}, &PieceRange::begin);
  for (const auto& pieces : all) {
    if (runs_.empty() || runs_.back().end < pieces.begin) {
      runs_.push_back(pieces);
    } else {
      runs_.back().end = std::max(runs_.back().end, pieces.end);
    }
  }
}

bool PieceRuns::contains(base::PieceIndex piece) const {
  const auto after = std::ranges::upper_bound(runs_, piece, {}, &PieceRange::begin);
  return after != runs_.begin() && piece < std::prev(after)->end;
}

std::vector<PieceRange> difference(const PieceRuns& one, const PieceRuns& other) {
  std::vector<base::PieceIndex> edges;
  for (const auto* side : {&one, &other}) {
    for (const auto& run : side->runs()) edges.insert(edges.end(), {run.begin, run.end});
  }
  // An edge that both sets have makes an empty run.
  std::ranges::sort(edges);
  std::vector<PieceRange> differing;
  for (std::size_t at = 0; at + 1 < edges.size(); at += 2) {
    const PieceRange pieces{edges[at], edges[at + 1]};
    if (!pieces.empty()) differing.push_back(pieces);
  }
  return differing;
}

}  // namespace magnetar::streaming
