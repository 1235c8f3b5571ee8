#pragma once
// Reads subtitle files of any format: SubRip, WebVTT, SubViewer, SBV, the text of ASS and SSA, MicroDVD,
// MPL2, TMPlayer, LRC, SAMI, TTML. Pure.

#include <string>
#include <string_view>
#include <vector>

namespace magnetar::media {

struct Cue {
  double start = 0;  ///< seconds of the film
  double end = 0;
  /// Lines separated by '\n', escaped as in WebVTT, with no tags but <i>, <b> and <u>.
  std::string text;
};

/// Limits: number of cues, and bytes of text in each.
inline constexpr std::size_t kMostCues = 50'000;
inline constexpr std::size_t kMostCueText = 2'000;

/// Returns the cues ordered by start time; lines that are not understood are skipped. `text` is UTF-8. `fps`
/// is the film's, for formats that count frames; 0: unknown.
[[nodiscard]] std::vector<Cue> read_subtitles(std::string_view text, double fps = 0);

}  // namespace magnetar::media
