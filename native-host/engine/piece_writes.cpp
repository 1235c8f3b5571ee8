#include "engine/piece_writes.h"

#include <utility>

namespace magnetar::engine {

void PieceWrites::ended(std::int32_t piece) {
  const auto found = pieces_.find(piece);
  if (found == pieces_.end() || --found->second.under_way > 0) return;
  const auto waiting = std::move(found->second.waiting);
  pieces_.erase(found);
  for (const auto& then : waiting) then();
}

void PieceWrites::when_written(std::int32_t piece, std::function<void()> then) {
  const auto found = pieces_.find(piece);
  if (found == pieces_.end()) return then();
  found->second.waiting.push_back(std::move(then));
}

}  // namespace magnetar::engine
