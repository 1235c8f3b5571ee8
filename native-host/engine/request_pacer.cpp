#include "engine/request_pacer.h"

#include <algorithm>
#include <utility>

namespace magnetar::engine {
namespace {

constexpr double kLeastWindow = 4;
constexpr double kMostWindow = 2000;
constexpr std::chrono::milliseconds kPeriod{1000};
// A longer queue must bring this much more to be kept.
constexpr double kWorthwhile = 1.25;
// Periods between two trials of the other length.
constexpr int kStayShort = 5;
constexpr int kStayLong = 10;
// What a period that was better once is worth in the next.
constexpr double kForget = 0.9;
constexpr std::size_t kRecent = 8;
// The first blocks are slow because the connection is new, not because of a queue (TCP slow start).
constexpr int kGrace = 16;
constexpr double kBlock = 16 * 1024;

}  // namespace

void RequestPacer::hold(const BlockRequest& request, int priority) {
  held_[static_cast<std::size_t>(std::clamp(priority, 0, kPriorities - 1))].push_back(request);
}

std::vector<BlockRequest> RequestPacer::release(base::TimePoint now) {
  return send(window_, now);
}

std::vector<BlockRequest> RequestPacer::release_all(base::TimePoint now) {
  return send(1e9, now);
}

std::vector<BlockRequest> RequestPacer::send(double window, base::TimePoint now) {
  std::vector<BlockRequest> released;
  for (auto level = held_.rbegin(); level != held_.rend(); ++level) {
    while (!level->empty() && static_cast<double>(wire_.size()) < window) {
      released.push_back(level->front());
      sent(level->front(), now);
      level->pop_front();
    }
  }
  if (std::all_of(held_.begin(), held_.end(), [](const auto& level) { return level.empty(); }))
    period_busy_ = false;
  return released;
}

void RequestPacer::sent(const BlockRequest& request, base::TimePoint now) {
  wire_.push_back({request, now});
  bytes_on_wire_ += request.length;
}

bool RequestPacer::arrived(const BlockRequest& request, base::TimePoint now) {
  const auto found =
      std::find_if(wire_.begin(), wire_.end(), [&](const Sent& sent) { return sent.request == request; });
  if (found == wire_.end()) return std::erase(cancelled_, request) > 0;
  const base::Duration delay = now - found->at;
  bytes_on_wire_ -= request.length;
  wire_.erase(found);
  learn(delay, request.length, now);
  return true;
}

void RequestPacer::learn(base::Duration delay, std::int64_t bytes, base::TimePoint now) {
  quickest_ = quickest_ ? std::min(*quickest_, delay) : delay;
  recent_.push_back(now);
  if (recent_.size() > kRecent) recent_.pop_front();
  period_bytes_ += bytes;
  if (!period_began_) period_began_ = now;
  if (now - *period_began_ >= kPeriod) end_period(now);
  if (delay - *quickest_ <= (long_queue_ ? kLongQueue : kShortQueue)) {
    window_ += growing_ ? 1 : 1 / window_;
  } else if (++learned_ > kGrace) {
    growing_ = false;
    window_ -= 0.5;
  }
  window_ = std::clamp(window_, kLeastWindow, kMostWindow);
}

// Every few periods the other length of the queue has one period to show what it brings.
void RequestPacer::end_period(base::TimePoint now) {
  const double rate = static_cast<double>(period_bytes_) / Seconds(now - *period_began_).count();
  const double best_before = std::exchange(best_rate_, std::max(rate, best_rate_ * kForget));
  period_began_ = now;
  period_bytes_ = 0;
  const bool busy = std::exchange(period_busy_, true);
  if (!busy) return;
  ++periods_;
  if (periods_ == 1) {
    const bool worth_it = long_queue_ ? rate > best_before * kWorthwhile : rate * kWorthwhile > best_before;
    if (!worth_it) long_queue_ = !long_queue_;
  } else if (periods_ >= (long_queue_ ? kStayLong : kStayShort)) {
    long_queue_ = !long_queue_;
    periods_ = 0;
  }
  growing_ = growing_ || long_queue_;
}

std::optional<double> RequestPacer::rate(base::TimePoint now) const {
  if (recent_.size() < 3) return std::nullopt;
  const double bytes = static_cast<double>(recent_.size() - 1) * kBlock;
  // A peer that is silent now is slower than its last blocks say.
  const auto silent = wire_.empty() ? base::Duration{0} : (now - recent_.back()) / 2;
  return bytes / std::max(Seconds(recent_.back() - recent_.front() + silent).count(), 1e-4);
}

void RequestPacer::rejected(const BlockRequest& request) {
  const auto found =
      std::find_if(wire_.begin(), wire_.end(), [&](const Sent& sent) { return sent.request == request; });
  if (found == wire_.end()) {
    std::erase(cancelled_, request);
    return;
  }
  bytes_on_wire_ -= request.length;
  wire_.erase(found);
}

void RequestPacer::forget_older_than(base::TimePoint sent) {
  std::erase_if(wire_, [&](const Sent& one) {
    if (one.at >= sent) return false;
    bytes_on_wire_ -= one.request.length;
    return true;
  });
}

bool RequestPacer::take_back(const BlockRequest& request) {
  for (auto& level : held_) {
    const auto found = std::find(level.begin(), level.end(), request);
    if (found == level.end()) continue;
    level.erase(found);
    return true;
  }
  return false;
}

void RequestPacer::reopen() {
  if (!quickest_) return;
  period_busy_ = long_queue_ = false;
  periods_ = 0;
  const double bytes = best_rate_ * Seconds(*quickest_ + kShortQueue).count();
  window_ = std::clamp(std::max(window_, bytes / kBlock), kLeastWindow, kMostWindow);
}

std::vector<BlockRequest> RequestPacer::cancel_but(std::int32_t piece) {
  std::vector<BlockRequest> cancelled;
  std::erase_if(wire_, [&](const Sent& sent) {
    if (sent.request.piece == piece) return false;
    cancelled.push_back(sent.request);
    bytes_on_wire_ -= sent.request.length;
    return true;
  });
  cancelled_.insert(cancelled_.end(), cancelled.begin(), cancelled.end());
  return cancelled;
}

std::vector<BlockRequest> RequestPacer::held_but(std::int32_t piece) const {
  std::vector<BlockRequest> found;
  for (const auto& level : held_) {
    for (const auto& request : level) {
      if (request.piece != piece) found.push_back(request);
    }
  }
  return found;
}

std::vector<BlockRequest> RequestPacer::asked(std::int32_t piece) const {
  std::vector<BlockRequest> found;
  for (const auto& sent : wire_) {
    if (sent.request.piece == piece) found.push_back(sent.request);
  }
  for (const auto& level : held_) {
    for (const auto& request : level) {
      if (request.piece == piece) found.push_back(request);
    }
  }
  return found;
}

std::optional<base::Duration> RequestPacer::expected_delay(base::TimePoint now) const {
  const auto rate_now = rate(now);
  if (!rate_now) return std::nullopt;
  const Seconds queue((static_cast<double>(bytes_on_wire_) + kBlock) / *rate_now);
  return std::max<base::Duration>(*quickest_, std::chrono::duration_cast<base::Duration>(queue));
}

std::optional<base::Duration> RequestPacer::expected_delay(const BlockRequest& request,
                                                           base::TimePoint now) const {
  const auto rate_now = rate(now);
  if (!rate_now) return std::nullopt;
  double ahead = kBlock;
  for (const auto& sent : wire_) {
    if (sent.request == request) break;
    ahead += sent.request.length;
  }
  return std::chrono::duration_cast<base::Duration>(Seconds(ahead / *rate_now));
}

}  // namespace magnetar::engine
