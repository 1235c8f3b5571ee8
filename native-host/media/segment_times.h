#pragma once
// Where the segments of a film begin. Pure.

#include <cstdint>
#include <vector>

namespace magnetar::media {

/// Nominal: a segment ends with the fragment in which its time does, or before the next key picture.
inline constexpr int kSegmentSeconds = 6;

class SegmentTimes {
 public:
  SegmentTimes() = default;
  /// Segments of kSegmentSeconds, but the last one; none when the length (seconds) is not known. Where the
  /// times of the key pictures are known, each segment begins with one and lasts at least that long. Where
  /// the film was joined of several recordings, `joints` says when the later ones begin: so does a segment.
  SegmentTimes(double duration, const std::vector<double>& keys, const std::vector<double>& joints = {});

  [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(begins_.size()); }
  /// Recordings, counted from 0; one where none were joined.
  [[nodiscard]] std::int64_t recordings() const { return static_cast<std::int64_t>(firsts_.size()); }
  /// The recording that a segment belongs to.
  [[nodiscard]] std::int64_t recording_of(std::int64_t number) const;
  /// The segment that a recording begins with; count() behind the last one.
  [[nodiscard]] std::int64_t first_of(std::int64_t recording) const;
  /// Seconds; behind the last one, the end of the film and what would follow.
  [[nodiscard]] double begin_of(std::int64_t number) const;
  /// The longest, in whole seconds.
  [[nodiscard]] int longest() const;

 private:
  void cut(double end);

  std::vector<double> begins_;
  std::vector<std::int64_t> firsts_{0};  ///< the first segment of each recording
  double duration_ = 0;
};

}  // namespace magnetar::media
