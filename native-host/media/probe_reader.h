#pragma once
// Parses ffprobe's output (its "flat" writer: one key=value a line). Pure.

#include <string>
#include <string_view>

#include "base/error.h"
#include "media/probe.h"

namespace magnetar::media {

/// Findings of a container inspection.
struct Inspection {
  FilmIndex index = FilmIndex::there;
  double end = 0;  ///< container time of the film's end, in seconds; 0: only ffprobe's
};

inline constexpr std::size_t kMostProbeText = 1024 * 1024;  ///< bytes of ffprobe's output
inline constexpr int kMostTracks = 128;                     ///< streams beyond it are left out
inline constexpr int kMostChapters = 500;

/// Lines that are not understood are skipped. Errors: media_unreadable when the text is too long or names
/// neither video nor audio.
[[nodiscard]] base::Result<Probe> read_probe(std::string_view text);

/// Lines of the same form for the findings of an inspection; appended to ffprobe's lines, they override them.
/// `start_time` as in Probe.
[[nodiscard]] std::string inspected_lines(const Inspection& inspection, double start_time);

/// The same for joined recordings; empty for a file that is one recording.
[[nodiscard]] std::string recordings_lines(const Recordings& recordings);

/// A line of the same form: how far ffprobe read.
[[nodiscard]] std::string reach_line(const ProbeReach& reach);

}  // namespace magnetar::media
