#pragma once
// Reads lines and times of subtitle files leniently. Pure.

#include <cstddef>
#include <optional>
#include <string_view>

namespace magnetar::media {

/// Takes a line off the front and trims it. It ends with LF, CR LF, CR CR LF or CR alone.
[[nodiscard]] std::string_view take_line(std::string_view& text);

/// Removes blanks (also U+FEFF) at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// Takes the text before `end` off the front, and `end` itself.
[[nodiscard]] std::string_view take_until(std::string_view& text, char end);

/// Takes a whole number of at most nine digits off the front.
[[nodiscard]] std::optional<double> take_number(std::string_view& text);

/// Takes a time off the front, in seconds: "1:02:03,450", "02:03.450", "00:00:20", "00: 00: 01, 500",
/// "00:00:01:500". No value for other text, and for a time longer than any film.
[[nodiscard]] std::optional<double> take_clock(std::string_view& text);

/// The time that `text` consists of, in seconds.
[[nodiscard]] std::optional<double> clock_of(std::string_view text);

/// The start and end of a cue; both are empty when a line was meant as times but cannot be read.
struct CueTimes {
  std::optional<double> start;
  std::optional<double> end;
};

/// Reads a line with the times of a cue: SubRip's and WebVTT's with an arrow ("-->", "->", "—>", "→"), and
/// SubViewer's with a comma ("00:00:01.00,00:00:03.50"). No value for a line of text.
[[nodiscard]] std::optional<CueTimes> cue_times(std::string_view line);

}  // namespace magnetar::media
