#pragma once
// Joins fragments to the segments of an HLS playlist, as its times say. Pure.

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "media/mp4_fragments.h"
#include "media/segment_times.h"

namespace magnetar::media {

/// Begins with any segment. The first one has what must be decoded before its time as well, from a key
/// picture on; every further one goes on where the one before ended. Behind a joint of recordings a segment
/// begins whatever the times say, since it has another header; those behind it are as far from it as planned.
class SegmentCutter {
 public:
  struct Segment {
    std::int64_t number = 0;
    std::string bytes;
  };

  /// `time_offset`: what was added to the film's times, seconds.
  SegmentCutter(std::shared_ptr<const SegmentTimes> times, std::int64_t first, double time_offset)
      : times_(std::move(times)),
        number_(first),
        first_recording_(times_->recording_of(first)),
        recording_(first_recording_),
        time_offset_(time_offset) {}

  void add(const Fragment& fragment);
  /// The film is over: what is left is a segment.
  void end();
  /// The next one that is complete.
  [[nodiscard]] std::optional<Segment> take();
  /// The segment that is being made.
  [[nodiscard]] std::int64_t making() const { return number_; }
  /// The recording whose header is the n-th that comes (Fragment::header).
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
  bool leading_ = true;  ///< what comes may lie before the key picture that is needed
  std::string bytes_;
  std::deque<Segment> ready_;
};

}  // namespace magnetar::media
