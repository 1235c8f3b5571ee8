#pragma once
// The plan of one of several joined recordings (recordings.h). All become one film: each later recording
// continues the tracks of the first one. Pure.

#include <string>

#include "media/plan.h"
#include "media/probe.h"

namespace magnetar::media {

/// The time at which the recording of `at` begins; 0 where a file is one recording.
[[nodiscard]] double recording_begin(const Probe& probe, double at);

/// A track that is copied in the first recording is copied in a later one with the same codec.
[[nodiscard]] Plan recording_plan(const Probe& probe, Plan plan, double at);

/// Whether the picture of the recording at `at` (seconds) is encoded.
[[nodiscard]] bool encodes(const Probe& probe, const Plan& plan, double at);
/// Whether the picture of any recording is encoded.
[[nodiscard]] bool encodes_any(const Probe& probe, const Plan& plan);

/// Streams of the plan in the syntax of ffmpeg's -map. ffprobe describes only the first recording, so streams
/// of later ones are chosen by their position among those of their kind.
[[nodiscard]] std::string picture_of(const Probe& probe, double at);
[[nodiscard]] std::string sound_of(const Probe& probe, const Plan& plan, double at);
[[nodiscard]] std::string subtitle_of(const Probe& probe, const Plan& plan, double at);

/// Sample rate, in Hz, that a later recording's audio is resampled to; 0: none.
[[nodiscard]] int sound_rate(const Probe& probe, const Plan& plan, double at);

}  // namespace magnetar::media
