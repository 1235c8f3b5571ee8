#pragma once
// What several programs make of a film one behind the other, as fragmented MP4 that is one film: each begins
// where the one before ended, to the sample. Pure.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "media/mp4_boxes.h"

namespace magnetar::media {

/// Pictures that overlap would take others with them that are decoded from them, and leave a hole before the
/// joint: Chromium waits at one of 80 ms, its sound runs on. So all times of what comes behind a joint are
/// moved until its tracks touch those before it, and none overlaps.
class Mp4Joiner {
 public:
  /// A wider hole is one of the film's, and stays.
  static constexpr double kMostHole = 2;

  /// What came, in parts of any size. Gives it on; the head of a fragment is held back until it is whole.
  [[nodiscard]] std::string feed(std::string_view bytes);
  /// The program has ended; what it left unfinished is given on. Another one begins.
  [[nodiscard]] std::string next();
  /// When all that came has been shown, in the seconds of its times; 0: nothing came.
  [[nodiscard]] double end() const;
  /// Bytes that are held back.
  [[nodiscard]] std::size_t held() const { return head_.size(); }

 private:
  static std::string_view taken(std::string_view& bytes, std::uint64_t& left);
  void hold(std::string_view& bytes);
  [[nodiscard]] bool whole();
  void take(std::string& box);
  void take_moov(std::string_view moov);
  void find_shift(std::string_view moof);
  void move(std::string& moof) const;
  void note_ends(std::string_view moof);
  [[nodiscard]] std::int64_t ticks(std::uint32_t track) const;

  std::string head_;                                   ///< of a box that is not whole yet
  std::uint64_t passing_ = 0;                          ///< bytes of a box that is given on as it comes
  std::map<std::uint32_t, std::uint32_t> timescales_;  ///< by track
  std::map<std::uint32_t, double> ends_;               ///< seconds, by track
  double shift_ = 0;                                   ///< seconds
  bool joining_ = false;                               ///< the shift is not known yet
};

}  // namespace magnetar::media
