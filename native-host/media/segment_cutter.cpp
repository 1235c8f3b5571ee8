#include "media/segment_cutter.h"

#include <utility>

namespace magnetar::media {
namespace {

// A film whose times jump further has lost its clock.
constexpr std::size_t kMostAtOnce = 64;

// Containers count milliseconds, and what ffmpeg makes of them other units.
constexpr double kRounding = 0.002;

}  // namespace

// A key picture is decoded before it is shown; a segment that begins with it begins when it is shown.
bool SegmentCutter::belongs_behind(const Fragment& fragment) const {
  const auto time = fragment.key ? fragment.shown : fragment.begin;
  return time >= begin_of(number_ + 1) - kRounding;
}

void SegmentCutter::add(const Fragment& fragment) {
  // A film that has nothing for a while has no fragment there: what comes next belongs to a later segment.
  while (belongs_behind(fragment) && ready_.size() < kMostAtOnce) finish();
  if (fragment.begin > begin_of(number_)) leading_ = false;
  if (leading_ && fragment.key && fragment.shown <= begin_of(number_) + kRounding) bytes_.clear();
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
