#include "streaming/stall_watchdog.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace magnetar::streaming {

Patience StallWatchdog::patience(std::int64_t piece_length, std::int64_t rate, std::size_t waits) {
  constexpr double kLeast = 1.5;
  constexpr double kMost = 30;
  constexpr double kQueue = 1;
  if (rate <= 0) return {std::chrono::seconds(5), true};
  const auto pieces = static_cast<double>(std::max<std::size_t>(1, waits));
  const double takes = pieces * static_cast<double>(piece_length) / static_cast<double>(rate);
  const std::chrono::duration<double> seconds{std::clamp(2 * takes + kQueue, kLeast, kMost)};
  return {std::chrono::duration_cast<base::Duration>(seconds), false};
}

StallWatchdog::Verdict StallWatchdog::review(std::span<const Wait> waits, Patience patience,
                                             base::TimePoint now) {
  std::map<CursorId, First> firsts;
  std::set<base::PieceIndex> waited_for;
  Verdict verdict;
  for (const auto& wait : waits) {
    const auto before = firsts_.find(wait.cursor);
    const bool same = before != firsts_.end() && before->second.piece == wait.piece;
    First first{wait.piece, same ? before->second.since : now, patience};
    if (same && !before->second.patience.guessed && before->second.patience.time < patience.time) {
      first.patience = before->second.patience;
    }
    firsts.emplace(wait.cursor, first);
    waited_for.insert(wait.piece);
    if (now - std::max(first.since, wait.since) < first.patience.time) continue;
    if (hurried_.insert(wait.piece).second) verdict.hurry.push_back(wait.piece);
  }
  std::set_difference(hurried_.begin(), hurried_.end(), waited_for.begin(), waited_for.end(),
                      std::back_inserter(verdict.relax));
  for (const auto piece : verdict.relax) hurried_.erase(piece);
  firsts_ = std::move(firsts);
  return verdict;
}

}  // namespace magnetar::streaming
