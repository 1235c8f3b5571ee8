#include "media/segment_times.h"

#include <algorithm>
#include <cmath>

namespace magnetar::media {
namespace {

// Longer than any film: three days.
constexpr std::size_t kMostSegments = 43'200;

}  // namespace

SegmentTimes::SegmentTimes(double duration, const std::vector<double>& keys) : duration_(duration) {
  if (duration <= 0) return;
  begins_.push_back(0);
  for (const double key : keys) {
    if (key >= begins_.back() + kSegmentSeconds && key < duration && begins_.size() < kMostSegments)
      begins_.push_back(key);
  }
  if (!keys.empty()) return;
  while (begins_.back() + kSegmentSeconds < duration && begins_.size() < kMostSegments)
    begins_.push_back(begins_.back() + kSegmentSeconds);
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
