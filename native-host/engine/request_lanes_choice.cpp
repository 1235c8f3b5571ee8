// Which block a lane is given next.

#include <algorithm>

#include "engine/request_lanes.h"

namespace magnetar::engine {
namespace {

using Seconds = std::chrono::duration<double>;

constexpr int kMostUrgent = 7;
constexpr int kSomeDay = 1;
// Looking for blocks that hang is not free.
constexpr std::chrono::milliseconds kLookEvery{5};
// A second request is worth its bytes only if it saves this much.
constexpr std::chrono::milliseconds kWorthwhile{30};
// And at the end of a download, where nobody waits.
constexpr std::chrono::seconds kWorthwhileLater{2};
constexpr int kMostAsked = 2;
// A block that nothing brings may be asked of so many, each when it would bring it in a fraction of the time.
constexpr int kMostAskedWhenLate = 4;
// A lane repeats what hangs only if no other would bring it much sooner.
constexpr double kNearTheBest = 1.5;
constexpr std::chrono::milliseconds kNearTheBestAnyway{50};
// What is expected of a peer that has shown nothing.
constexpr std::chrono::milliseconds kUnknownDelay{250};
// The last block of a piece shall not be the slowest peer's.
constexpr double kInTime = 0.75;
// Peers whose pieces have passed suffice if they bring this much of what all could.
constexpr double kSuffices = 0.5;

}  // namespace

bool RequestLanes::ask_one(PeerWire& peer, Lane& lane, base::TimePoint now) {
  const bool listens = lane.open || !lane.allowed.empty();
  if (halted_ || !listens || lane.resting || !lane.window.has_room(now)) return false;
  const auto block = choose(peer, lane, now);
  if (!block) {
    lane.window.idle();
    return false;
  }
  picker_.asked(*block);
  lane.window.sent(*block, now);
  peer.request(*block);
  return true;
}

std::optional<BlockRequest> RequestLanes::choose(PeerWire& peer, Lane& lane, base::TimePoint now) {
  if (const auto block = choose_urgent(peer, lane, kMostUrgent, true, now)) return block;
  if (!lane.window.stalled()) {
    if (const auto block = hanging(peer, lane, now)) return block;
  }
  if (const auto block = choose_urgent(peer, lane, BlockPicker::kUrgent, true, now)) return block;
  if (!within_limit(now)) return std::nullopt;
  if (const auto block = choose_later(peer, lane, now)) return block;
  // A new peer with nothing else to do shows with one block at a time what it is.
  if (lane.proven || lane.window.bytes() > 0) return std::nullopt;
  const auto block = choose_urgent(peer, lane, kMostUrgent, false, now);
  return block ? block : choose_urgent(peer, lane, BlockPicker::kUrgent, false, now);
}

/// `with_care`: of peers that have shown nothing only if the others do not suffice.
std::optional<BlockRequest> RequestLanes::choose_urgent(PeerWire& peer, const Lane& lane, int priority,
                                                        bool with_care, base::TimePoint now) const {
  const auto suits = [&](const BlockRequest& block) {
    if (with_care && !trusted(lane, block, now)) return false;
    return lane.window.stalled() ? nobody_else(block) : in_time(lane, block, now);
  };
  return picker_.first_of(priority, priority, [&](std::int32_t piece) -> std::optional<BlockRequest> {
    if (!may(peer, lane, piece)) return std::nullopt;
    if (again_.contains(piece)) return choose_again(lane, piece, suits);
    const BlockRequest block = picker_.first_open(piece);
    return suits(block) ? std::optional(block) : std::nullopt;
  });
}

std::optional<BlockRequest> RequestLanes::choose_later(PeerWire& peer, Lane& lane, base::TimePoint now) {
  const auto any = [](const BlockRequest&) { return true; };
  auto block = picker_.first_of(
      BlockPicker::kUrgent - 1, kSomeDay, [&](std::int32_t piece) -> std::optional<BlockRequest> {
        if (!may(peer, lane, piece)) return std::nullopt;
        return again_.contains(piece) ? choose_again(lane, piece, any) : picker_.first_open(piece);
      });
  if (!block) block = left_over(peer, lane, now);
  if (block && limit_ > 0) allowance_ -= static_cast<double>(block->length);
  return block;
}

/// A block that this peer has not sent: those of suspects first, and of each sender one in turn, so that it
/// is known early who lies. `suits` depends on who has sent the block only.
template <class Suits>
std::optional<BlockRequest> RequestLanes::choose_again(const Lane& lane, std::int32_t piece,
                                                       const Suits& suits) const {
  const std::set<PeerNumber>& suspects = again_.at(piece).suspects;
  std::map<BlockSenders::Peers, bool> suited;
  std::map<PeerNumber, int> turns;
  std::optional<BlockRequest> best;
  std::pair<int, int> least{2, 0};
  for (const BlockRequest& block : picker_.missing_of(piece)) {
    if (picker_.asked_of(block) > 0 || !is_new_to(lane, block)) continue;
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

/// A block of a piece that a reader stands at, which this lane would bring before those who were asked.
std::optional<BlockRequest> RequestLanes::hanging(PeerWire& peer, Lane& lane, base::TimePoint now) const {
  if (now - lane.repeated_at < kLookEvery) return std::nullopt;
  lane.repeated_at = now;
  const auto delay = lane.window.delay(now);
  if (!delay) return std::nullopt;
  for (const std::int32_t piece : picker_.unfinished(kMostUrgent)) {
    if (!may(peer, lane, piece)) continue;
    for (const BlockRequest& block : picker_.missing_of(piece)) {
      const int asked = picker_.asked_of(block);
      if (asked == 0 || asked >= kMostAskedWhenLate || lane.window.holds(block) || !is_new_to(lane, block))
        continue;
      if (is_worth_repeating(block, asked, *delay, now) && is_near_the_best(*delay, block, now) &&
          trusted(lane, block, now))
        return block;
    }
  }
  return std::nullopt;
}

/// Whether a request that is answered after `delay` is worth its bytes, when `asked` peers have been asked.
bool RequestLanes::is_worth_repeating(const BlockRequest& block, int asked, base::Duration delay,
                                      base::TimePoint now) const {
  const int most = hurried_.contains(block.piece) ? kMostAsked + 1 : kMostAsked;
  const base::Duration theirs = remaining(block, now);
  return (asked < most ? delay : asked * delay) + kWorthwhile < theirs;
}

/// The first lane that has room would take the block otherwise, however slow it is. Lanes that have been
/// asked for it do not count: they may have lost the request.
bool RequestLanes::is_near_the_best(base::Duration delay, const BlockRequest& block,
                                    base::TimePoint now) const {
  base::Duration least = delay;
  for (const auto& [peer, lane] : lanes_) {
    const bool could = !lane.resting && !lane.window.stalled() && !lane.window.holds(block) &&
                       may(*peer, lane, block.piece) && is_new_to(lane, block);
    if (const auto theirs = lane.window.delay(now); could && theirs) least = std::min(least, *theirs);
  }
  const auto near = std::chrono::duration_cast<base::Duration>(least * kNearTheBest);
  return delay <= std::max(near, least + kNearTheBestAnyway);
}

/// With nothing left to ask for: what hangs elsewhere.
std::optional<BlockRequest> RequestLanes::left_over(PeerWire& peer, const Lane& lane,
                                                    base::TimePoint now) const {
  const auto delay = lane.window.delay(now);
  if (!delay) return std::nullopt;
  for (const auto& [other, theirs] : lanes_) {
    if (other == &peer) continue;
    for (const BlockRequest& block : theirs.window.requests()) {
      if (picker_.asked_of(block) >= kMostAsked || !picker_.missing(block) || lane.window.holds(block))
        continue;
      if (picker_.priority(block.piece) == 0 || !may(peer, lane, block.piece) || !is_new_to(lane, block))
        continue;
      if (*delay * 2 + kWorthwhileLater < theirs.window.remaining(block, now)) return block;
    }
  }
  return std::nullopt;
}

bool RequestLanes::may(const PeerWire& peer, const Lane& lane, std::int32_t piece) {
  return (lane.open || lane.allowed.contains(piece)) && peer.gives(piece);
}

/// Whether the peer has not sent the block, if the block is doubted.
bool RequestLanes::is_new_to(const Lane& lane, const BlockRequest& block) const {
  const auto again = again_.find(block.piece);
  return again == again_.end() || again->second.of_anybody ||
         !senders_.has_sent(lane.number, block.piece, block.block());
}

/// Whether all who could bring the block have fallen silent.
bool RequestLanes::nobody_else(const BlockRequest& block) const {
  return std::none_of(lanes_.begin(), lanes_.end(), [&](const auto& entry) {
    const auto& [peer, lane] = entry;
    return !lane.window.stalled() && may(*peer, lane, block.piece) && is_new_to(lane, block);
  });
}

/// What those who could bring the block bring together, in bytes per second.
RequestLanes::Rates RequestLanes::rates_for(const BlockRequest& block, base::TimePoint now) const {
  Rates rates;
  for (const auto& [peer, lane] : lanes_) {
    const auto delay = lane.window.delay(now);
    if (lane.window.stalled() || !delay || !may(*peer, lane, block.piece) || !is_new_to(lane, block))
      continue;
    rates.all += *lane.window.rate();
    if (lane.proven) rates.proven += *lane.window.rate();
    rates.least_delay = std::min(rates.least_delay.value_or(*delay), *delay);
  }
  return rates;
}

/// Whether the lane may be asked for a block that somebody waits for.
bool RequestLanes::trusted(const Lane& lane, const BlockRequest& block, base::TimePoint now) const {
  if (lane.proven || hurried_.contains(block.piece)) return true;
  const Rates rates = rates_for(block, now);
  return rates.proven == 0 || rates.proven < kSuffices * rates.all;
}

/// Whether the lane brings a block no later than all lanes together bring the piece.
bool RequestLanes::in_time(const Lane& lane, const BlockRequest& block, base::TimePoint now) const {
  const Rates rates = rates_for(block, now);
  if (rates.all == 0) return true;
  const base::Duration delay = lane.window.delay(now).value_or(kUnknownDelay);
  const Seconds whole(static_cast<double>(picker_.bytes_missing(block.piece)) / std::max(rates.all, 1.0));
  return delay <= std::min(delay, rates.least_delay.value_or(delay)) +
                      std::chrono::duration_cast<base::Duration>(whole * kInTime);
}

base::Duration RequestLanes::remaining(const BlockRequest& block, base::TimePoint now) const {
  std::optional<base::Duration> least;
  for (const auto& [peer, lane] : lanes_) {
    if (!lane.window.holds(block)) continue;
    const auto theirs = lane.window.remaining(block, now);
    least = least ? std::min(*least, theirs) : theirs;
  }
  return least.value_or(base::Duration{0});
}

bool RequestLanes::within_limit(base::TimePoint now) {
  if (limit_ == 0) return true;
  const double most = static_cast<double>(limit_);
  allowance_ = std::min(most, allowance_ + most * Seconds(now - allowance_at_).count());
  allowance_at_ = now;
  return allowance_ > 0;
}

}  // namespace magnetar::engine
