#pragma once
// The presentation times of a recording in a transport stream. Pure.

#include <cstdint>
#include <map>
#include <optional>
#include <span>

namespace magnetar::media {

/// The PTS of an audio or video packet (ISO/IEC 13818-1, 2.4.3.7), in seconds of a clock of 33 bits. No value
/// without a PTS, and for other kinds of packets.
[[nodiscard]] std::optional<double> shown_at(std::span<const std::byte> unit);

/// Takes times in file order; times far from the clock beside them are ignored.
class ShownSpan {
 public:
  /// `clock`: the programme's clock at that place.
  void take(int pid, double time, double clock);
  /// The earliest time of the first second. Later times are no beginning.
  [[nodiscard]] std::optional<double> begin() const { return begin_; }
  /// The presentation end of the last unit.
  [[nodiscard]] std::optional<double> end() const;

 private:
  struct Track {
    double last = 0;
    double length = 0;  ///< duration of one unit; 0: unknown
  };
  std::optional<double> first_clock_;
  std::optional<double> begin_;
  std::map<int, Track> tracks_;
};

}  // namespace magnetar::media
