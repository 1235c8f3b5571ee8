#pragma once
// The arguments of ffprobe and ffmpeg. Pure. The reason of each stands in ffmpeg_command.cpp.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "media/film.h"
#include "media/plan.h"
#include "media/sandbox.h"

namespace magnetar::media {

/// Every time in what ffmpeg makes is the film's time and this: dts before the film's beginning stay
/// positive, since Firefox drops the first pictures otherwise.
inline constexpr int kTimeOffsetSeconds = 10;

/// What a film must keep to before ffmpeg or ffprobe opens it: protocols, containers, and how far they look.
/// `container` as in Probe, empty while it is unknown.
[[nodiscard]] std::vector<std::string> input_rules(const ProbeReach& reach = {},
                                                   std::string_view container = {});

/// What a run with this encoder may take.
[[nodiscard]] Limits encoding_limits(Encoder encoder);

/// Makes a second of film out of nothing and throws it away, without the program's name; in software it says
/// what that took (encoder.h).
inline constexpr double kTrialSeconds = 1;
[[nodiscard]] std::vector<std::string> trial_arguments(Encoder encoder);

struct ProbeQuestion {
  ProbeReach reach;
  std::string container;  ///< as an earlier look told, else empty
};

/// What ffprobe is asked, without the program's name. `url` is the film on the endpoint.
[[nodiscard]] std::vector<std::string> ffprobe_arguments(const std::string& url,
                                                         const ProbeQuestion& question = {});

/// What ffmpeg reads of the film to play it from `at` (seconds) on: its file, or, where that has no index,
/// the film from a place before `at` on.
[[nodiscard]] std::string input_url(const Film& film, const Probe& probe, const Plan& plan, double at);

/// A file beside the film whose sound is heard instead of the film's own.
struct Sound {
  std::string url;  ///< on the endpoint
  Probe probe;
};

/// Fragmented MP4 on the standard output from a place shortly before `at` (seconds) on, without the program's
/// name; the subtitle track of the plan as WebVTT, in the film's own times, on descriptor 3. The plan's mode
/// is repackage, made from this probe, and `url` is what input_url() says.
[[nodiscard]] std::vector<std::string> ffmpeg_arguments(const Probe& probe, const Plan& plan,
                                                        const std::string& url, double at,
                                                        const std::optional<Sound>& sound = {});

}  // namespace magnetar::media
