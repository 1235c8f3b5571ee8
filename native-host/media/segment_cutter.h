#pragma once
// Joins fragments to HLS segments. Pure.

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "media/mp4_fragments.h"
#include "media/segment_times.h"

namespace magnetar::media {

/// May begin at any segment. The first one also has the frames that must be decoded before its time, from a
/// keyframe on; each later one continues where the one before ended. A joint of recordings always begins a
/// segment, because it has another init segment; the segments behind it keep their planned distances.
class SegmentCutter {
 public:
  struct Segment {
    std::int64_t number = 0;
    std::string bytes;
  };

  /// `time_offset`: seconds that were added to the film's times.
  SegmentCutter(std::shared_ptr<const SegmentTimes> times, std::int64_t first, double time_offset)
      : times_(std::move(times)),
        number_(first),
        first_recording_(times_->recording_of(first)),
        recording_(first_recording_),
        time_offset_(time_offset) {}

  void add(const Fragment& fragment);
  /// Ends the film; the remaining fragments are a segment.
  void end();
  /// The next complete segment.
  [[nodiscard]] std::optional<Segment> take();
  /// The number of the segment that is being made.
  [[nodiscard]] std::int64_t making() const { return number_; }
  /// The recording of the n-th init segment (Fragment::header).
  [[nodiscard]] std::int64_t recording_with(std::int64_t header) const { return first_recording_ + header; }

 private:
  [[nodiscard]] double begin_of(std::int64_t number) const { return times_->begin_of(number) + time_offset_; }
  [[nodiscard]] bool belongs_behind(const Fragment& fragment) const;
  [[nodiscard]] bool ends_at_joint() const;
  [[nodiscard]] bool is_too_late(const Fragment& fragment) const;
  void begin_recording(const Fragment& fragment);
  void finish();

  std::shared_ptr<const SegmentTimes> times_;
  std::int64_t number_;
  std::int64_t first_recording_;
  std::int64_t recording_;
  double time_offset_;
  bool leading_ = true;  ///< fragments may still lie before the needed keyframe
  std::string bytes_;
  std::deque<Segment> ready_;
};

}  // namespace magnetar::media
