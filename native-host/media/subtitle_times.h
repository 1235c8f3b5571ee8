#pragma once
// Lines and times of subtitle files, as careless as their writers. Pure.

#include <cstddef>
#include <optional>
#include <string_view>

namespace magnetar::media {

/// Takes a line off the front, without blanks around it. It ends with LF, CR LF, CR CR LF or CR alone.
[[nodiscard]] std::string_view take_line(std::string_view& text);

/// Without blanks (also U+FEFF) at its ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// Takes what stands before `end` off the front, and `end` itself.
[[nodiscard]] std::string_view take_until(std::string_view& text, char end);

/// Takes a whole number of at most nine digits off the front.
[[nodiscard]] std::optional<double> take_number(std::string_view& text);

/// Takes a time off the front, in seconds: "1:02:03,450", "02:03.450", "00:00:20", "00: 00: 01, 500",
/// "00:00:01:500". Nothing for what is none, or longer than any film.
[[nodiscard]] std::optional<double> take_clock(std::string_view& text);

/// All of `text` is a time.
[[nodiscard]] std::optional<double> clock_of(std::string_view text);

/// The beginning and the end of a cue; nothing in either when the line was meant as one and cannot be read.
struct CueTimes {
  std::optional<double> start;
  std::optional<double> end;
};

/// A line that tells when a cue is shown: SubRip's and WebVTT's with an arrow ("-->", "->", "—>", "→"), and
/// SubViewer's with a comma ("00:00:01.00,00:00:03.50"). Nothing for a line of text.
[[nodiscard]] std::optional<CueTimes> cue_times(std::string_view line);

}  // namespace magnetar::media
