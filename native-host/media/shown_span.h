#pragma once
// From when to when a recording in a transport stream is shown. Pure.

#include <cstdint>
#include <map>
#include <optional>
#include <span>

namespace magnetar::media {

/// When a packet of a picture or a sound is shown: its PTS (ISO/IEC 13818-1, 2.4.3.7), in seconds of a clock
/// of 33 bits. Nothing where it has none, and for other kinds of packets.
[[nodiscard]] std::optional<double> shown_at(std::span<const std::byte> unit);

/// Takes times as they stand in the file; those far from the clock beside them do not count.
class ShownSpan {
 public:
  /// `clock`: of the programme, there.
  void take(int pid, double time, double clock);
  /// The earliest of the first second. Later ones are no beginning.
  [[nodiscard]] std::optional<double> begin() const { return begin_; }
  /// When the last one has been shown.
  [[nodiscard]] std::optional<double> end() const;

 private:
  struct Track {
    double last = 0;
    double length = 0;  ///< of what is shown at once; 0: not known
  };
  std::optional<double> first_clock_;
  std::optional<double> begin_;
  std::map<int, Track> tracks_;
};

}  // namespace magnetar::media
