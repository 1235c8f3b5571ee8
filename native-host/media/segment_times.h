#pragma once
// The start times of a film's HLS segments. Pure.

#include <cstdint>
#include <vector>

namespace magnetar::media {

/// Nominal length. A segment ends with the fragment at its end time, or before the next keyframe.
inline constexpr int kSegmentSeconds = 6;

class SegmentTimes {
 public:
  SegmentTimes() = default;
  /// Makes segments of kSegmentSeconds, but for the last one; none when the duration (seconds) is unknown.
  /// When keyframe times are known, each segment begins with a keyframe and lasts at least that long.
  /// `joints` are the start times of later recordings; each begins a segment.
  SegmentTimes(double duration, const std::vector<double>& keys, const std::vector<double>& joints = {});

  [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(begins_.size()); }
  /// Number of recordings; at least one.
  [[nodiscard]] std::int64_t recordings() const { return static_cast<std::int64_t>(firsts_.size()); }
  /// The recording of a segment.
  [[nodiscard]] std::int64_t recording_of(std::int64_t number) const;
  /// The first segment of a recording; count() behind the last one.
  [[nodiscard]] std::int64_t first_of(std::int64_t recording) const;
  /// Seconds; behind the last segment, the end of the film and of the segments that would follow.
  [[nodiscard]] double begin_of(std::int64_t number) const;
  /// The longest segment, rounded to whole seconds.
  [[nodiscard]] int longest() const;

 private:
  void cut(double end);

  std::vector<double> begins_;
  std::vector<std::int64_t> firsts_{0};  ///< the first segment of each recording
  double duration_ = 0;
};

}  // namespace magnetar::media
