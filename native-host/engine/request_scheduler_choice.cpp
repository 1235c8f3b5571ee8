// Chooses the next block of a queue.

#include <algorithm>

#include "engine/request_scheduler.h"

namespace magnetar::engine {
namespace {

using Seconds = std::chrono::duration<double>;

// The least time between searches for hanging blocks, which cost processor time.
constexpr std::chrono::milliseconds kLookEvery{5};
// A second request is worth its bytes only if it saves this much.
constexpr std::chrono::milliseconds kWorthwhile{30};
// The same at the end of a download, when no reader waits.
constexpr std::chrono::seconds kWorthwhileLater{2};
constexpr int kMostAsked = 2;
// The most peers that are asked for a late block; each must bring it in a fraction of the remaining time.
constexpr int kMostAskedWhenLate = 4;
// A queue repeats a hanging block only if no other would bring it much sooner.
constexpr double kNearTheBest = 1.5;
constexpr std::chrono::milliseconds kNearTheBestAnyway{50};
// The delay that is assumed of a peer without a measurement.
constexpr std::chrono::milliseconds kUnknownDelay{250};
// The part of the piece's time that a block may take, so that the slowest peer does not bring the last block.
constexpr double kInTime = 0.75;
// Peers whose pieces have passed suffice if they bring this part of the rate of all.
constexpr double kSuffices = 0.5;

}  // namespace

bool RequestScheduler::ask_one(PeerLink& peer, PeerQueue& queue, base::TimePoint now) {
  const bool listens = queue.open || !queue.allowed.empty();
  if (halted_ || !listens || queue.resting || !queue.window.has_room(now)) return false;
  const auto block = choose(peer, queue, now);
  if (!block) {
    queue.window.idle();
    return false;
  }
  picker_.asked(*block);
  queue.window.sent(*block, now);
  peer.request(*block);
  return true;
}

std::optional<BlockRequest> RequestScheduler::choose(PeerLink& peer, PeerQueue& queue, base::TimePoint now) {
  if (const auto block = choose_urgent(peer, queue, base::Priority::now, true, now)) return block;
  if (!queue.window.stalled()) {
    if (const auto block = hanging(peer, queue, now)) return block;
  }
  if (const auto block = choose_urgent(peer, queue, base::Priority::urgent, true, now)) return block;
  if (!within_limit(now)) return std::nullopt;
  if (const auto block = choose_later(peer, queue, now)) return block;
  // A new peer without other work proves itself with one block at a time.
  if (queue.proven || queue.window.bytes() > 0) return std::nullopt;
  const auto block = choose_urgent(peer, queue, base::Priority::now, false, now);
  return block ? block : choose_urgent(peer, queue, base::Priority::urgent, false, now);
}

/// `with_care`: unproven peers are asked only if the others do not suffice.
std::optional<BlockRequest> RequestScheduler::choose_urgent(PeerLink& peer, const PeerQueue& queue,
                                                            base::Priority priority, bool with_care,
                                                            base::TimePoint now) const {
  const auto suits = [&](const BlockRequest& block) {
    if (with_care && !trusted(queue, block, now)) return false;
    return queue.window.stalled() ? nobody_else(block) : in_time(queue, block, now);
  };
  return picker_.first_of(priority, priority, [&](std::int32_t piece) -> std::optional<BlockRequest> {
    if (!may(peer, queue, piece)) return std::nullopt;
    if (again_.contains(piece)) return choose_again(queue, piece, suits);
    const BlockRequest block = picker_.first_open(piece);
    return suits(block) ? std::optional(block) : std::nullopt;
  });
}

std::optional<BlockRequest> RequestScheduler::choose_later(PeerLink& peer, PeerQueue& queue,
                                                           base::TimePoint now) {
  const auto any = [](const BlockRequest&) { return true; };
  auto block = picker_.first_of(base::Priority::window_begin, base::Priority::some_day,
                                [&](std::int32_t piece) -> std::optional<BlockRequest> {
                                  if (!may(peer, queue, piece)) return std::nullopt;
                                  return again_.contains(piece) ? choose_again(queue, piece, any)
                                                                : picker_.first_open(piece);
                                });
  if (!block) block = left_over(peer, queue, now);
  if (block && limit_ > 0) allowance_ -= static_cast<double>(block->length);
  return block;
}

/// A block that this peer has not sent. Blocks of suspects come first, and the senders take turns, so that a
/// liar is found early. `suits` depends on the block's senders only.
template <class Suits>
std::optional<BlockRequest> RequestScheduler::choose_again(const PeerQueue& queue, std::int32_t piece,
                                                           const Suits& suits) const {
  const std::set<PeerNumber>& suspects = again_.at(piece).suspects;
  std::map<BlockSenders::Peers, bool> suited;
  std::map<PeerNumber, int> turns;
  std::optional<BlockRequest> best;
  std::pair<int, int> least{2, 0};
  for (const BlockRequest& block : picker_.missing_of(piece)) {
    if (picker_.asked_of(block) > 0 || !is_new_to(queue, block)) continue;
    const auto& senders = senders_.of(piece, block.block());
    const PeerNumber first = senders.empty() ? 0 : senders.front();
    const std::pair<int, int> order(suspects.contains(first) ? 0 : 1, turns[first]++);
    if (order >= least) continue;
    const auto [known, added] = suited.try_emplace(senders, false);
    if (added) known->second = suits(block);
    if (!known->second) continue;
    least = order;
    best = block;
  }
  return best;
}

/// A requested block of a piece that a reader stands at, which this queue would bring before the queues
/// asked.
std::optional<BlockRequest> RequestScheduler::hanging(PeerLink& peer, PeerQueue& queue,
                                                      base::TimePoint now) const {
  if (now - queue.repeated_at < kLookEvery) return std::nullopt;
  queue.repeated_at = now;
  const auto delay = queue.window.delay(now);
  if (!delay) return std::nullopt;
  for (const std::int32_t piece : picker_.unfinished(base::Priority::now)) {
    if (!may(peer, queue, piece)) continue;
    for (const BlockRequest& block : picker_.missing_of(piece)) {
      const int asked = picker_.asked_of(block);
      if (asked == 0 || asked >= kMostAskedWhenLate || queue.window.holds(block) || !is_new_to(queue, block))
        continue;
      if (is_worth_repeating(block, asked, *delay, now) && is_near_the_best(*delay, block, now) &&
          trusted(queue, block, now))
        return block;
    }
  }
  return std::nullopt;
}

/// Whether a request that is answered after `delay` is worth its bytes, when `asked` peers have been asked.
bool RequestScheduler::is_worth_repeating(const BlockRequest& block, int asked, base::Duration delay,
                                          base::TimePoint now) const {
  const int most = hurried_.contains(block.piece) ? kMostAsked + 1 : kMostAsked;
  const base::Duration theirs = remaining(block, now);
  return (asked < most ? delay : asked * delay) + kWorthwhile < theirs;
}

/// Whether no other queue would bring the block much sooner; otherwise the first queue with room would take
/// it, however slow it is. Queues that were asked for the block do not count: they may have lost the request.
bool RequestScheduler::is_near_the_best(base::Duration delay, const BlockRequest& block,
                                        base::TimePoint now) const {
  base::Duration least = delay;
  for (const auto& [peer, queue] : queues_) {
    const bool could = !queue.resting && !queue.window.stalled() && !queue.window.holds(block) &&
                       may(*peer, queue, block.piece) && is_new_to(queue, block);
    if (const auto theirs = queue.window.delay(now); could && theirs) least = std::min(least, *theirs);
  }
  const auto near = std::chrono::duration_cast<base::Duration>(least * kNearTheBest);
  return delay <= std::max(near, least + kNearTheBestAnyway);
}

/// A block that hangs on another queue, for a queue without other work.
std::optional<BlockRequest> RequestScheduler::left_over(PeerLink& peer, const PeerQueue& queue,
                                                        base::TimePoint now) const {
  const auto delay = queue.window.delay(now);
  if (!delay) return std::nullopt;
  for (const auto& [other, theirs] : queues_) {
    if (other == &peer) continue;
    for (const BlockRequest& block : theirs.window.requests()) {
      if (picker_.asked_of(block) >= kMostAsked || !picker_.missing(block) || queue.window.holds(block))
        continue;
      if (picker_.priority(block.piece) == base::Priority::off || !may(peer, queue, block.piece) ||
          !is_new_to(queue, block))
        continue;
      if (*delay * 2 + kWorthwhileLater < theirs.window.remaining(block, now)) return block;
    }
  }
  return std::nullopt;
}

bool RequestScheduler::may(const PeerLink& peer, const PeerQueue& queue, std::int32_t piece) {
  return (queue.open || queue.allowed.contains(piece)) && peer.gives(piece);
}

/// Whether the peer has not sent the block, if the block is doubted.
bool RequestScheduler::is_new_to(const PeerQueue& queue, const BlockRequest& block) const {
  const auto again = again_.find(block.piece);
  return again == again_.end() || again->second.of_anybody ||
         !senders_.has_sent(queue.number, block.piece, block.block());
}

/// Whether all queues that could bring the block have fallen silent.
bool RequestScheduler::nobody_else(const BlockRequest& block) const {
  return std::none_of(queues_.begin(), queues_.end(), [&](const auto& entry) {
    const auto& [peer, queue] = entry;
    return !queue.window.stalled() && may(*peer, queue, block.piece) && is_new_to(queue, block);
  });
}

/// The rates of all queues that could bring the block, in bytes per second.
RequestScheduler::Rates RequestScheduler::rates_for(const BlockRequest& block, base::TimePoint now) const {
  Rates rates;
  for (const auto& [peer, queue] : queues_) {
    const auto delay = queue.window.delay(now);
    if (queue.window.stalled() || !delay || !may(*peer, queue, block.piece) || !is_new_to(queue, block))
      continue;
    rates.all += *queue.window.rate();
    if (queue.proven) rates.proven += *queue.window.rate();
    rates.least_delay = std::min(rates.least_delay.value_or(*delay), *delay);
  }
  return rates;
}

/// Whether the queue may be asked for an awaited block.
bool RequestScheduler::trusted(const PeerQueue& queue, const BlockRequest& block, base::TimePoint now) const {
  if (queue.proven || hurried_.contains(block.piece)) return true;
  const Rates rates = rates_for(block, now);
  return rates.proven == 0 || rates.proven < kSuffices * rates.all;
}

/// Whether the queue brings a block no later than all queues together bring the piece.
bool RequestScheduler::in_time(const PeerQueue& queue, const BlockRequest& block, base::TimePoint now) const {
  const Rates rates = rates_for(block, now);
  if (rates.all == 0) return true;
  const base::Duration delay = queue.window.delay(now).value_or(kUnknownDelay);
  const Seconds whole(static_cast<double>(picker_.bytes_missing(block.piece)) / std::max(rates.all, 1.0));
  return delay <= std::min(delay, rates.least_delay.value_or(delay)) +
                      std::chrono::duration_cast<base::Duration>(whole * kInTime);
}

base::Duration RequestScheduler::remaining(const BlockRequest& block, base::TimePoint now) const {
  std::optional<base::Duration> least;
  for (const auto& [peer, queue] : queues_) {
    if (!queue.window.holds(block)) continue;
    const auto theirs = queue.window.remaining(block, now);
    least = least ? std::min(*least, theirs) : theirs;
  }
  return least.value_or(base::Duration{0});
}

bool RequestScheduler::within_limit(base::TimePoint now) {
  if (limit_ == 0) return true;
  const double most = static_cast<double>(limit_);
  allowance_ = std::min(most, allowance_ + most * Seconds(now - allowance_at_).count());
  allowance_at_ = now;
  return allowance_ > 0;
}

}  // namespace magnetar::engine
