#pragma once
// The arguments of ffprobe and ffmpeg. Pure. ffmpeg_command.cpp gives the reason of each.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "media/film.h"
#include "media/plan.h"
#include "media/sandbox.h"

namespace magnetar::media {

/// Added to every time of ffmpeg's output. It keeps decoding times before the film's beginning positive,
/// because Firefox drops the first frames otherwise.
inline constexpr int kTimeOffsetSeconds = 10;

/// Input options that restrict how ffmpeg and ffprobe open a film: protocols, containers, and how far they
/// read. `container` as in Probe, empty while it is unknown.
[[nodiscard]] std::vector<std::string> input_rules(const ProbeReach& reach = {},
                                                   std::string_view container = {});

/// Memory, time and devices that a run with this encoder may take.
[[nodiscard]] Limits encoding_limits(Encoder encoder);

/// The trial encodes a generated film of this length and discards it. Its arguments are without the program's
/// name. In software, its last words tell the processor time (encoder.h).
inline constexpr double kTrialSeconds = 1;
[[nodiscard]] std::vector<std::string> trial_arguments(Encoder encoder);

struct ProbeQuestion {
  ProbeReach reach;
  std::string container;  ///< of an earlier probe; empty: unknown
};

/// The arguments of ffprobe, without the program's name. `url` is the film on the endpoint.
[[nodiscard]] std::vector<std::string> ffprobe_arguments(const std::string& url,
                                                         const ProbeQuestion& question = {});

/// The URL that ffmpeg reads to play the film from `at` (seconds) on: the file, or, for a file without an
/// index, the film from a place before `at` on.
[[nodiscard]] std::string input_url(const Film& film, const Probe& probe, const Plan& plan, double at);

/// A file beside the film whose sound replaces the film's own.
struct Sound {
  std::string url;  ///< on the endpoint
  Probe probe;
};

/// The arguments of ffmpeg, without its name. Output: fragmented MP4 on standard output from a place shortly
/// before `at` (seconds) on; the plan's subtitle track, in the film's own times, on descriptor 3. The plan's
/// mode is repackage and comes from this probe; `url` is the result of input_url().
[[nodiscard]] std::vector<std::string> ffmpeg_arguments(const Probe& probe, const Plan& plan,
                                                        const std::string& url, double at,
                                                        const std::optional<Sound>& sound = {});

}  // namespace magnetar::media
