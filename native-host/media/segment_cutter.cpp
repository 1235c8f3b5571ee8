#include "media/segment_cutter.h"

#include <utility>

namespace magnetar::media {
namespace {

// A film whose times jump further has lost its clock.
constexpr std::size_t kMostAtOnce = 64;

}  // namespace

void SegmentCutter::add(Fragment fragment) {
  // A film that has nothing for a while has no fragment there: what comes next belongs to a later segment.
  while (fragment.begin >= begin_of(number_ + 1) && ready_.size() < kMostAtOnce) finish();
  if (fragment.begin > begin_of(number_)) leading_ = false;
  if (leading_ && fragment.key && fragment.shown <= begin_of(number_)) bytes_.clear();
  bytes_ += fragment.bytes;
}

void SegmentCutter::end() {
  if (!bytes_.empty()) finish();
}

void SegmentCutter::finish() {
  ready_.push_back({number_++, std::exchange(bytes_, {})});
  leading_ = false;
}

std::optional<SegmentCutter::Segment> SegmentCutter::take() {
  if (ready_.empty()) return std::nullopt;
  auto next = std::move(ready_.front());
  ready_.pop_front();
  return next;
}

}  // namespace magnetar::media
