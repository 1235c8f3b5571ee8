#include "media/segment_cutter.h"

#include <utility>

namespace magnetar::media {
namespace {

// A film whose times jump further has lost its clock.
constexpr std::size_t kMostAtOnce = 64;

// Seconds. What is longer than its clocks told by more has clocks that tell nothing.
constexpr double kMostTooLong = 60;

// Containers count milliseconds, and what ffmpeg makes of them other units.
constexpr double kRounding = 0.002;

}  // namespace

// A key picture is decoded before it is shown; a segment that begins with it begins when it is shown.
bool SegmentCutter::belongs_behind(const Fragment& fragment) const {
  const auto time = fragment.key ? fragment.shown : fragment.begin;
  return time >= begin_of(number_ + 1) - kRounding;
}

/// The last segment of a recording that another one follows ends with it, however long it is.
bool SegmentCutter::ends_at_joint() const {
  return recording_ + 1 < times_->recordings() && number_ + 1 >= times_->first_of(recording_ + 1);
}

bool SegmentCutter::is_too_late(const Fragment& fragment) const {
  return ends_at_joint() && fragment.begin > begin_of(number_ + 1) + kMostTooLong;
}

/// How long a recording is turns out when it was made: all behind it begins so much later.
void SegmentCutter::begin_recording(const Fragment& fragment) {
  recording_ = recording_with(fragment.header);
  const auto first = times_->first_of(recording_);
  while (number_ < first && ready_.size() < kMostAtOnce) finish();
  time_offset_ += fragment.shown - begin_of(first);
}

void SegmentCutter::add(const Fragment& fragment) {
  if (recording_with(fragment.header) > recording_) begin_recording(fragment);
  // A film that has nothing for a while has no fragment there: what comes next belongs to a later segment.
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
