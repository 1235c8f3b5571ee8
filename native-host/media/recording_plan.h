#pragma once
// What is done with a recording of several that were joined (recordings.h). Pure. All come as one film: each
// later one is made so that it goes on in the tracks that the first one began.

#include <string>

#include "media/plan.h"
#include "media/probe.h"

namespace magnetar::media {

/// The place in the film where the recording begins in which `at` lies; 0 where a file is one recording.
[[nodiscard]] double recording_begin(const Probe& probe, double at);

/// What is copied of the first recording is copied of a later one that has it in the same codec.
[[nodiscard]] Plan recording_plan(const Probe& probe, Plan plan, double at);

/// The streams of the plan as ffmpeg's -map takes them. ffprobe tells of the first recording's alone; those
/// of later ones are the same by their place among their like.
[[nodiscard]] std::string picture_of(const Probe& probe, double at);
[[nodiscard]] std::string sound_of(const Probe& probe, const Plan& plan, double at);
[[nodiscard]] std::string subtitle_of(const Probe& probe, const Plan& plan, double at);

/// Samples a second that a later recording's sound has to be made with; 0: its own.
[[nodiscard]] int sound_rate(const Probe& probe, const Plan& plan, double at);

}  // namespace magnetar::media
