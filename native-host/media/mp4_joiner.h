#pragma once
// Joins the fragmented MP4 of several programs into one film: each part begins at the sample where the one
// before ended. Pure.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "media/mp4_boxes.h"

namespace magnetar::media {

/// The timestamps behind a joint are shifted until the tracks touch those before it without overlap. An
/// overlap would remove frames together with the frames that reference them. Chromium stalls at the remaining
/// hole from 80 ms on, while its sound runs on.
class Mp4Joiner {
 public:
  /// A wider hole, in seconds, belongs to the film and stays.
  static constexpr double kMostHole = 2;

  /// Takes bytes in parts of any size and returns those to pass on. The moof of a fragment is held back until
  /// it is complete.
  [[nodiscard]] std::string feed(std::string_view bytes);
  /// Ends the current program's part and returns its held bytes. The next program's bytes follow.
  [[nodiscard]] std::string next();
  /// The latest presentation end of all bytes so far, in seconds; 0 before any.
  [[nodiscard]] double end() const;
  /// Number of bytes that are held back.
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

  std::string head_;                                   ///< a box that is not complete yet
  std::uint64_t passing_ = 0;                          ///< remaining bytes of a box that is passed on
  std::map<std::uint32_t, std::uint32_t> timescales_;  ///< by track
  std::map<std::uint32_t, double> ends_;               ///< seconds, by track
  double shift_ = 0;                                   ///< seconds
  bool joining_ = false;                               ///< the shift of the new part is not known yet
};

}  // namespace magnetar::media
