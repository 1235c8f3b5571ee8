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
  /// times of the key pictures are known, each segment begins with one and lasts at least that long.
  SegmentTimes(double duration, const std::vector<double>& keys);

  [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(begins_.size()); }
  /// Seconds; behind the last one, the end of the film and what would follow.
  [[nodiscard]] double begin_of(std::int64_t number) const;
  /// The longest, in whole seconds.
  [[nodiscard]] int longest() const;

 private:
  std::vector<double> begins_;
  double duration_ = 0;
};

}  // namespace magnetar::media
