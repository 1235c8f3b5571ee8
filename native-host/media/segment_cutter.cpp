#include "media/segment_cutter.h"

#include <utility>

namespace magnetar::media {
namespace {

// Greatest number of segments that one fragment may end. A film whose times jump further has a broken clock.
constexpr std::size_t kMostAtOnce = 64;

// Seconds. A recording that exceeds its measured length by more has broken clocks.
constexpr double kMostTooLong = 60;

// Rounding error of times, in seconds: containers count milliseconds, and ffmpeg's output other units.
constexpr double kRounding = 0.002;

}  // namespace

// A keyframe is decoded before it is shown; its segment begins at its presentation time.
bool SegmentCutter::belongs_behind(const Fragment& fragment) const {
  const auto time = fragment.key ? fragment.shown : fragment.begin;
  return time >= begin_of(number_ + 1) - kRounding;
}

/// The last segment of a recording ends at the joint, however long it is.
bool SegmentCutter::ends_at_joint() const {
  return recording_ + 1 < times_->recordings() && number_ + 1 >= times_->first_of(recording_ + 1);
}

bool SegmentCutter::is_too_late(const Fragment& fragment) const {
  return ends_at_joint() && fragment.begin > begin_of(number_ + 1) + kMostTooLong;
}

/// Shifts all later segments by the difference between the planned and the real length of the recording
/// before.
void SegmentCutter::begin_recording(const Fragment& fragment) {
  recording_ = recording_with(fragment.header);
  const auto first = times_->first_of(recording_);
  while (number_ < first && ready_.size() < kMostAtOnce) finish();
  time_offset_ += fragment.shown - begin_of(first);
}

void SegmentCutter::add(const Fragment& fragment) {
  if (recording_with(fragment.header) > recording_) begin_recording(fragment);
  // A film with a gap has no fragment there: the next fragment belongs to a later segment.
  while (belongs_behind(fragment) && !ends_at_joint() && ready_.size() < kMostAtOnce) finish();
  if (is_too_late(fragment)) return;
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
