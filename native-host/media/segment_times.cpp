#include "media/segment_times.h"

#include <algorithm>
#include <cmath>

#include "media/time_limits.h"

namespace magnetar::media {
namespace {

// Those of the longest film, for durations that are not limited elsewhere.
constexpr auto kMostSegments = static_cast<std::size_t>(kLongestSeconds / kSegmentSeconds) + 1;

// A shorter remainder belongs to the segment before it, because no fragment may begin in it.
constexpr double kLeastSeconds = 1;

}  // namespace

SegmentTimes::SegmentTimes(double duration, const std::vector<double>& keys,
                           const std::vector<double>& joints)
    : duration_(duration) {
  if (duration <= 0) return;
  begins_.push_back(0);
  for (const double key : keys) {
    if (key >= begins_.back() + kSegmentSeconds && key < duration && begins_.size() < kMostSegments)
      begins_.push_back(key);
  }
  if (!keys.empty()) return;
  for (const double joint : joints) {
    if (joint <= begins_.back() || joint >= duration) continue;
    cut(joint);
    firsts_.push_back(count());
    begins_.push_back(joint);
  }
  cut(duration);
}

/// Appends segments of the usual length up to `end`.
void SegmentTimes::cut(double end) {
  while (begins_.back() + kSegmentSeconds + kLeastSeconds < end && begins_.size() < kMostSegments)
    begins_.push_back(begins_.back() + kSegmentSeconds);
}

std::int64_t SegmentTimes::recording_of(std::int64_t number) const {
  const auto next = std::upper_bound(firsts_.begin(), firsts_.end(), number);
  return std::max<std::int64_t>(0, next - firsts_.begin() - 1);
}

std::int64_t SegmentTimes::first_of(std::int64_t recording) const {
  return recording < recordings() ? firsts_[static_cast<std::size_t>(std::max<std::int64_t>(0, recording))]
                                  : count();
}

double SegmentTimes::begin_of(std::int64_t number) const {
  if (number < count()) return begins_[static_cast<std::size_t>(std::max<std::int64_t>(0, number))];
  return duration_ + static_cast<double>((number - count()) * kSegmentSeconds);
}

int SegmentTimes::longest() const {
  double longest = 0;
  for (std::int64_t n = 0; n < count(); ++n) longest = std::max(longest, begin_of(n + 1) - begin_of(n));
  return static_cast<int>(std::ceil(longest));
}

}  // namespace magnetar::media
