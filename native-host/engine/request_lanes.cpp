#include "engine/request_lanes.h"

#include <algorithm>

namespace magnetar::engine {
namespace {

using Seconds = std::chrono::duration<double>;

constexpr int kMostUrgent = 7;
constexpr int kUrgent = 6;
constexpr int kSomeDay = 1;
// Looking for blocks that hang is not free.
constexpr std::chrono::milliseconds kLookEvery{5};
// A second request is worth its bytes only if it saves this much.
constexpr std::chrono::milliseconds kWorthwhile{30};
// And at the end of a download, where nobody waits.
constexpr std::chrono::seconds kWorthwhileLater{2};
constexpr int kMostAsked = 2;
// The last block of a piece shall not be the slowest peer's.
constexpr double kInTime = 0.75;

}  // namespace

void RequestLanes::open(const PieceSizes& sizes, std::vector<base::ByteRange> padding) {
  picker_.open(sizes, std::move(padding));
  parole_.clear();
  hurried_.clear();
}

void RequestLanes::checked(const std::vector<bool>& have, base::TimePoint now) {
  for (std::size_t piece = 0; piece < have.size(); ++piece) {
    const auto index = static_cast<std::int32_t>(piece);
    if (have[piece]) {
      picker_.have(index);
    } else {
      picker_.forget(index);
    }
  }
  fill_all(now);
}

void RequestLanes::want(Priorities changes, base::TimePoint now) {
  for (const auto& [piece, priority] : changes) picker_.want(piece, priority);
  fill_all(now);
}

void RequestLanes::passed(std::int32_t piece) {
  picker_.have(piece);
  parole_.erase(piece);
  hurried_.erase(piece);
}

void RequestLanes::failed(std::int32_t piece, base::TimePoint now) {
  picker_.forget(piece);
  parole_[piece] = nullptr;
  fill_all(now);
}

void RequestLanes::lost(std::int32_t piece, std::int32_t block) {
  picker_.lost(piece, block);
  halted_ = true;
}

void RequestLanes::go_on(base::TimePoint now) {
  halted_ = false;
  fill_all(now);
}

void RequestLanes::limit(std::int64_t bytes_per_second, base::TimePoint now) {
  limit_ = bytes_per_second;
  allowance_ = 0;
  allowance_at_ = now;
  fill_all(now);
}

void RequestLanes::hurry(std::int32_t piece, base::TimePoint now) {
  hurried_.insert(piece);
  fill_all(now);
}

void RequestLanes::remove(PeerWire& peer, base::TimePoint now) {
  const auto found = lanes_.find(&peer);
  if (found == lanes_.end()) return;
  release(found->second.window.clear());
  lanes_.erase(found);
  drop_parole(peer);
  fill_all(now);
}

void RequestLanes::unchoked(PeerWire& peer, base::TimePoint now) {
  Lane& lane = lanes_[&peer];
  lane.open = true;
  lane.resting = false;
  fill(peer, now);
}

void RequestLanes::choked(PeerWire& peer, bool answers_all, base::TimePoint now) {
  Lane& lane = lanes_[&peer];
  lane.open = false;
  if (!answers_all) release(lane.window.clear());
  drop_parole(peer);
  fill_all(now);
}

void RequestLanes::takes_at_most(PeerWire& peer, int requests) {
  lanes_[&peer].window.take_at_most(requests);
}

void RequestLanes::arrived(PeerWire& peer, const BlockRequest& block, base::TimePoint now) {
  Lane& lane = lanes_[&peer];
  if (lane.window.arrived(block, now)) picker_.released(block);
  if (picker_.asked_of(block) > 0 && picker_.missing(block)) {
    for (auto& [other, theirs] : lanes_) {
      if (theirs.window.holds(block)) other->cancel(block);
    }
  }
  picker_.arrived(block.piece, block.block());
  fill(peer, now);
}

void RequestLanes::rejected(PeerWire& peer, const BlockRequest& block, base::TimePoint now) {
  Lane& lane = lanes_[&peer];
  if (!lane.window.gone(block)) return;
  picker_.released(block);
  lane.resting = lane.resting || picker_.missing(block);
  fill_all(now);
}

void RequestLanes::tick(PeerWire& peer, base::TimePoint now) {
  Lane& lane = lanes_[&peer];
  lane.resting = false;
  const auto lost = lane.window.give_up(now);
  release(lost);
  if (lane.window.stalled()) drop_parole(peer);
  if (lost.empty()) {
    fill(peer, now);
  } else {
    fill_all(now);
  }
}

std::int64_t RequestLanes::in_flight() const {
  std::int64_t bytes = 0;
  for (const auto& [peer, lane] : lanes_) bytes += lane.window.bytes();
  return bytes;
}

void RequestLanes::fill(PeerWire& peer, base::TimePoint now) {
  Lane& lane = lanes_[&peer];
  while (ask_one(peer, lane, now)) {
  }
}

// A block each in turn, so that lanes share what is urgent.
void RequestLanes::fill_all(base::TimePoint now) {
  std::vector<std::pair<base::Duration, PeerWire*>> ready;
  for (const auto& [peer, lane] : lanes_) {
    if (lane.open) ready.emplace_back(lane.window.delay(now).value_or(base::Duration{0}), peer);
  }
  std::sort(ready.begin(), ready.end());
  while (!ready.empty())
    std::erase_if(ready, [&](const auto& entry) {
      const auto found = lanes_.find(entry.second);
      return found == lanes_.end() || !ask_one(*entry.second, found->second, now);
    });
}

bool RequestLanes::ask_one(PeerWire& peer, Lane& lane, base::TimePoint now) {
  if (halted_ || !lane.open || lane.resting || !lane.window.has_room(now)) return false;
  const auto block = choose(peer, lane, now);
  if (!block) {
    lane.window.idle();
    return false;
  }
  picker_.asked(*block);
  if (const auto parole = parole_.find(block->piece); parole != parole_.end()) parole->second = &peer;
  lane.window.sent(*block, now);
  peer.request(*block);
  return true;
}

std::optional<BlockRequest> RequestLanes::choose(PeerWire& peer, Lane& lane, base::TimePoint now) {
  const bool stalled = lane.window.stalled();
  const auto urgent = [&](std::int32_t piece) {
    return may(peer, piece) && (stalled ? nobody_else(piece) : in_time(lane, piece, now));
  };
  if (const auto block = picker_.next(kMostUrgent, kMostUrgent, urgent)) return block;
  if (!stalled) {
    if (const auto block = hanging(peer, lane, now)) return block;
  }
  if (const auto block = picker_.next(kUrgent, kUrgent, urgent)) return block;
  return choose_later(peer, lane, now);
}

std::optional<BlockRequest> RequestLanes::choose_later(PeerWire& peer, Lane& lane, base::TimePoint now) {
  if (!within_limit(now)) return std::nullopt;
  const auto may_give = [&](std::int32_t piece) { return may(peer, piece); };
  auto block = picker_.next(kUrgent - 1, kSomeDay, may_give);
  if (!block) block = left_over(peer, lane, now);
  if (block && limit_ > 0) allowance_ -= static_cast<double>(block->length);
  return block;
}

/// A block of a piece that a reader stands at, which this lane would bring before those who were asked.
std::optional<BlockRequest> RequestLanes::hanging(PeerWire& peer, Lane& lane, base::TimePoint now) const {
  if (now - lane.repeated_at < kLookEvery) return std::nullopt;
  lane.repeated_at = now;
  const auto delay = lane.window.delay(now);
  if (!delay) return std::nullopt;
  for (const std::int32_t piece : picker_.unfinished(kMostUrgent)) {
    if (parole_.contains(piece) || !may(peer, piece)) continue;
    const int most = hurried_.contains(piece) ? kMostAsked + 1 : kMostAsked;
    for (const BlockRequest& block : picker_.missing_of(piece)) {
      if (picker_.asked_of(block) >= most || lane.window.holds(block)) continue;
      if (*delay + kWorthwhile < remaining(block, now)) return block;
    }
  }
  return std::nullopt;
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
      if (picker_.priority(block.piece) == 0 || parole_.contains(block.piece) || !may(peer, block.piece))
        continue;
      if (*delay * 2 + kWorthwhileLater < theirs.window.remaining(block, now)) return block;
    }
  }
  return std::nullopt;
}

bool RequestLanes::may(PeerWire& peer, std::int32_t piece) const {
  const auto parole = parole_.find(piece);
  if (parole != parole_.end() && parole->second != nullptr && parole->second != &peer) return false;
  return peer.gives(piece);
}

/// Whether all who could bring the piece have fallen silent.
bool RequestLanes::nobody_else(std::int32_t piece) const {
  return std::none_of(lanes_.begin(), lanes_.end(), [&](const auto& entry) {
    const auto& [peer, lane] = entry;
    return lane.open && !lane.window.stalled() && may(*peer, piece);
  });
}

/// Whether the lane brings a block no later than all lanes together bring the piece.
bool RequestLanes::in_time(const Lane& lane, std::int32_t piece, base::TimePoint now) const {
  const auto delay = lane.window.delay(now);
  if (!delay) return true;
  double rate = 0;
  base::Duration least = *delay;
  for (const auto& [peer, other] : lanes_) {
    const auto theirs = other.window.delay(now);
    if (!other.open || other.window.stalled() || !theirs || !may(*peer, piece)) continue;
    rate += *other.window.rate();
    least = std::min(least, *theirs);
  }
  const Seconds whole(static_cast<double>(picker_.bytes_missing(piece)) / std::max(rate, 1.0));
  return *delay <= least + std::chrono::duration_cast<base::Duration>(whole * kInTime);
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

void RequestLanes::release(const std::vector<BlockRequest>& blocks) {
  for (const BlockRequest& block : blocks) picker_.released(block);
}

void RequestLanes::drop_parole(const PeerWire& peer) {
  for (auto& [piece, alone] : parole_) {
    if (alone == &peer) alone = nullptr;
  }
}

bool RequestLanes::within_limit(base::TimePoint now) {
  if (limit_ == 0) return true;
  const double most = static_cast<double>(limit_);
  allowance_ = std::min(most, allowance_ + most * Seconds(now - allowance_at_).count());
  allowance_at_ = now;
  return allowance_ > 0;
}

}  // namespace magnetar::engine
