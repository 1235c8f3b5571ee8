#include "engine/request_window.h"

#include <algorithm>
#include <utility>

namespace magnetar::engine {
namespace {

using Seconds = std::chrono::duration<double>;

// With less, a peer with Nagle's algorithm (it waits for an acknowledgement before each last packet) stays
// slow.
constexpr int kDelays = 2;
constexpr double kLeastWindow = 4 * kBlockSize;
// A new connection sends 14 KiB and, a round trip later, 28 (RFC 6928). More would be stuck with a slow peer.
constexpr double kFirstWindow = 3 * kBlockSize;
constexpr std::chrono::seconds kBucket{1};
constexpr std::chrono::seconds kMeasureDelayEvery{10};
// A block that is late by more than this is not only queued.
constexpr std::chrono::milliseconds kHiccup{100};
// The age of its requests up to which a peer without a measurement is trusted.
constexpr std::chrono::milliseconds kTrust{250};
// A request that is older by this than an answered one counts as lost.
constexpr std::chrono::seconds kOvertaken{2};

base::Duration from_seconds(double seconds) {
  return std::chrono::duration_cast<base::Duration>(Seconds(seconds));
}

}  // namespace

void RequestWindow::sent(const BlockRequest& request, base::TimePoint now) {
  if (wire_.empty() || !delivered_at_) {
    delivered_at_ = now;
    delivered_sent_ = now;
  }
  const bool measures = measuring_ && static_cast<double>(bytes_) < kLeastWindow;
  wire_.push_back({request, now, bytes_, delivered_, *delivered_at_, delivered_sent_,
                   delivered_ <= limited_until_, measures});
  bytes_ += request.length;
}

bool RequestWindow::arrived(const BlockRequest& request, base::TimePoint now) {
  const auto found = find(request);
  if (found == wire_.end()) return false;
  const Sent sent = *found;
  wire_.erase(found);
  bytes_ -= request.length;
  delivered_ += request.length;
  delivered_at_ = now;
  delivered_sent_ = std::max(delivered_sent_, sent.at);
  stalled_ = false;
  learn(sent, now);
  return true;
}

void RequestWindow::learn(const Sent& sent, base::TimePoint now) {
  learn_delay(sent, now);
  const auto interval = std::max(now - sent.delivered_at, sent.at - sent.delivered_sent);
  if (interval <= base::Duration{0}) return;
  learn_rate(static_cast<double>(delivered_ - sent.delivered) / Seconds(interval).count(), sent, now);
}

// The delay includes the bytes on the wire before the request, which with a slow peer are most of it.
void RequestWindow::learn_delay(const Sent& sent, base::TimePoint now) {
  base::Duration delay = now - sent.at;
  if (sent.measures_delay) delay -= from_seconds(static_cast<double>(sent.ahead) / rate().value_or(1e9));
  if (!least_delay_ || delay <= *least_delay_ || sent.measures_delay) {
    least_delay_ = std::max(delay, base::Duration{0});
    least_delay_at_ = now;
    measuring_ = false;
  }
}

void RequestWindow::learn_rate(double rate, const Sent& sent, base::TimePoint now) {
  if (now - bucket_began_ >= kBucket && (now_.bound || !before_.bound)) {
    before_ = std::exchange(now_, {});
    bucket_began_ = now;
  }
  if (!sent.limited || rate > now_.most) now_.most = std::max(now_.most, rate);
  now_.bound = now_.bound || !sent.limited;
}

bool RequestWindow::gone(const BlockRequest& request) {
  const auto found = find(request);
  if (found == wire_.end()) return false;
  bytes_ -= request.length;
  wire_.erase(found);
  return true;
}

std::vector<BlockRequest> RequestWindow::requests() const {
  std::vector<BlockRequest> all;
  for (const Sent& sent : wire_) all.push_back(sent.request);
  return all;
}

std::vector<BlockRequest> RequestWindow::clear() {
  auto all = requests();
  wire_.clear();
  bytes_ = 0;
  return all;
}

std::vector<BlockRequest> RequestWindow::give_up(base::TimePoint now) {
  std::vector<BlockRequest> lost;
  const bool silent = silence(now) >= kPatience;
  std::erase_if(wire_, [&](const Sent& sent) {
    const bool overtaken = sent.at + kOvertaken < delivered_sent_;
    if (!overtaken && !(silent && now - sent.at >= kPatience)) return false;
    lost.push_back(sent.request);
    bytes_ -= sent.request.length;
    return true;
  });
  stalled_ = stalled_ || (silent && !lost.empty());
  return lost;
}

bool RequestWindow::has_room(base::TimePoint now) {
  if (least_delay_ && now - least_delay_at_ > kMeasureDelayEvery) measuring_ = true;
  const double most = window();
  const auto bytes = static_cast<double>(bytes_);
  if (bytes <= most / 2) refilling_ = true;
  if (bytes >= most) refilling_ = false;
  return bytes < most && (refilling_ || !batches_);
}

double RequestWindow::window() const {
  if (stalled_) return kBlockSize;
  const double most = static_cast<double>(most_) * kBlockSize;
  const auto rate_now = rate();
  if (!rate_now) return std::min(most, batches_ ? static_cast<double>(kFirstBatch) : kFirstWindow);
  if (measuring_) return std::min(most, kLeastWindow);
  const double bytes = *rate_now * Seconds(kDelays * *least_delay_ + kQueue).count();
  return std::min(most, std::max(kLeastWindow, bytes));
}

std::optional<double> RequestWindow::rate() const {
  const double most = std::max(now_.most, before_.most);
  return most > 0 && least_delay_ ? std::optional(most) : std::nullopt;
}

base::Duration RequestWindow::silence(base::TimePoint now) const {
  if (wire_.empty()) return base::Duration{0};
  const base::TimePoint since = std::max(*delivered_at_, wire_.front().at);
  return now - since;
}

std::optional<base::Duration> RequestWindow::delay(base::TimePoint now) const {
  const auto rate_now = rate();
  if (!rate_now) return std::nullopt;
  const auto queue = from_seconds(static_cast<double>(bytes_ + kBlockSize) / *rate_now);
  const auto silent = silence(now);
  const auto expected = std::max(*least_delay_, queue);
  return silent > *least_delay_ + kHiccup ? std::max(expected, silent) : expected;
}

base::Duration RequestWindow::remaining(const BlockRequest& request, base::TimePoint now) const {
  const auto found = find(request);
  if (found == wire_.end()) return base::Duration{0};
  const auto rate_now = rate();
  const base::Duration age = now - found->at;
  if (!rate_now) return age > kTrust ? age : base::Duration{0};
  std::int64_t ahead = 0;
  for (auto sent = wire_.begin(); sent != found; ++sent) ahead += sent->request.length;
  const auto queue = from_seconds(static_cast<double>(ahead + request.length) / *rate_now);
  const auto silent = silence(now);
  const auto expected = std::max({*least_delay_ - age, queue - (now - *delivered_at_), base::Duration{0}});
  return silent > *least_delay_ + kHiccup ? std::max(expected, silent) : expected;
}

RequestWindow::Wire::const_iterator RequestWindow::find(const BlockRequest& request) const {
  return std::find_if(wire_.begin(), wire_.end(), [&](const Sent& sent) { return sent.request == request; });
}

}  // namespace magnetar::engine
