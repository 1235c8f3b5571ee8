#pragma once
// One reader for each family of subtitle files. Each takes a whole file as UTF-8 and returns no cue for a
// file of another format. media/subtitle_reader.h chooses. Pure.

#include <string_view>
#include <vector>

#include "media/subtitle_reader.h"

namespace magnetar::media {

/// SubRip, WebVTT, SubViewer 2 and YouTube's SBV: a line of times, then lines of text.
[[nodiscard]] std::vector<Cue> read_blocks(std::string_view text);

/// ASS and SSA: "Dialogue:" in "[Events]".
[[nodiscard]] std::vector<Cue> read_script(std::string_view text);

/// "{25}{50}text|more": MicroDVD counts frames. `fps` is the film's, 0 when unknown; a file may tell its own
/// ("{1}{1}23.976").
[[nodiscard]] std::vector<Cue> read_micro_dvd(std::string_view text, double fps);

/// "[10][25]text|more": MPL2 counts tenths of seconds.
[[nodiscard]] std::vector<Cue> read_mpl2(std::string_view text);

/// "00:00:01:text": TMPlayer and VPlayer have start times only.
[[nodiscard]] std::vector<Cue> read_tmplayer(std::string_view text);

/// "[00:01.00]text": LRC, song lyrics; and SubViewer 1, "[00:00:01]" with the text in the next lines.
[[nodiscard]] std::vector<Cue> read_lrc(std::string_view text);

/// `<SYNC Start=1000><P Class=ENCC>text`: SAMI. Of several languages, the one with the most text is read.
[[nodiscard]] std::vector<Cue> read_sami(std::string_view text);

/// `<p begin="1s" end="3s">text</p>`: TTML (W3C), also DFXP, and YouTube's `<text start="1" dur="2">`.
[[nodiscard]] std::vector<Cue> read_ttml(std::string_view text);

}  // namespace magnetar::media
