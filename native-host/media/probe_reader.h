#pragma once
// Reads what ffprobe prints (its "flat" writer: one key=value a line). Pure.

#include <string>
#include <string_view>

#include "base/error.h"
#include "media/probe.h"

namespace magnetar::media {

/// What a look into the file itself tells.
struct Inspection {
  FilmIndex index = FilmIndex::there;
  double end = 0;  ///< the container's own clock at the film's end, in seconds; 0: no more than ffprobe knows
};

inline constexpr std::size_t kMostProbeText = 1024 * 1024;  ///< bytes of ffprobe's output
inline constexpr int kMostTracks = 128;                     ///< streams beyond it are left out
inline constexpr int kMostChapters = 500;

/// Lines that are not understood are left out. Errors: media_unreadable when the text is too long or names
/// no picture and no sound.
[[nodiscard]] base::Result<Probe> read_probe(std::string_view text);

/// Lines of the same form for what was found beside ffprobe; behind its own, they count. `start_time` as in
/// Probe.
[[nodiscard]] std::string inspected_lines(const Inspection& inspection, double start_time);

/// The same for the recordings that a file was joined of; nothing when it is one.
[[nodiscard]] std::string recordings_lines(const Recordings& recordings);

/// A line of the same form: how far ffprobe read.
[[nodiscard]] std::string reach_line(const ProbeReach& reach);

}  // namespace magnetar::media
