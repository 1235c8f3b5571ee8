#include "media/recording_plan.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace magnetar::media {
namespace {

/// The recording at `at`; null when it is the first, which the probe describes.
const Recording* later_one(const Probe& probe, double at) {
  const auto* recording = recording_at(probe.recordings, at);
  return recording == nullptr || recording == &probe.recordings.front() ? nullptr : recording;
}

/// The position of a track among those of its kind.
template <class Track>
std::size_t place_of(const std::vector<Track>& tracks, std::optional<int> index) {
  const auto found =
      std::find_if(tracks.begin(), tracks.end(), [&](const Track& track) { return track.index == index; });
  return found == tracks.end() ? 0 : static_cast<std::size_t>(found - tracks.begin());
}

/// A recording may have fewer audio streams than the first one.
std::size_t sound_place(const Probe& probe, const Plan& plan, const Recording& recording) {
  return std::min(place_of(probe.audio, plan.audio_track),
                  std::max<std::size_t>(recording.sounds.size(), 1) - 1);
}

std::string sound_codec(const Probe& probe, const Plan& plan, const Recording& recording) {
  return recording.sounds.empty() ? "" : recording.sounds[sound_place(probe, plan, recording)];
}

std::string map(char kind, std::size_t place) {
  return std::string("0:") + kind + ":" + std::to_string(place);
}

}  // namespace

double recording_begin(const Probe& probe, double at) {
  const auto* recording = recording_at(probe.recordings, at);
  return recording != nullptr ? recording->at : 0;
}

Plan recording_plan(const Probe& probe, Plan plan, double at) {
  const auto* recording = later_one(probe, at);
  if (recording == nullptr) return plan;
  const auto& first = probe.recordings.front();
  if (plan.video == VideoWork::copy && recording->picture != first.picture) plan.video = VideoWork::h264;
  const auto sound = sound_codec(probe, plan, *recording);
  const bool other = sound != sound_codec(probe, plan, first) || sound == kUnknownSound;
  if (plan.audio == AudioWork::copy && other) plan.audio = AudioWork::aac;
  if (recording->sounds.empty()) plan.audio = AudioWork::none;
  const auto subtitles = static_cast<std::size_t>(std::max(0, recording->subtitles));
  if (plan.subtitle_track && place_of(probe.subtitles, plan.subtitle_track) >= subtitles)
    plan.subtitle_track.reset();
  return plan;
}

bool encodes(const Probe& probe, const Plan& plan, double at) {
  return recording_plan(probe, plan, at).video == VideoWork::h264;
}

bool encodes_any(const Probe& probe, const Plan& plan) {
  return encodes(probe, plan, 0) || std::ranges::any_of(probe.recordings, [&](const Recording& one) {
           return encodes(probe, plan, one.at);
         });
}

std::string picture_of(const Probe& probe, double at) {
  return later_one(probe, at) != nullptr ? map('v', 0) : "0:" + std::to_string(probe.video->index);
}

std::string sound_of(const Probe& probe, const Plan& plan, double at) {
  const auto* recording = later_one(probe, at);
  if (recording == nullptr) return "0:" + std::to_string(*plan.audio_track);
  return map('a', sound_place(probe, plan, *recording));
}

std::string subtitle_of(const Probe& probe, const Plan& plan, double at) {
  if (later_one(probe, at) == nullptr) return "0:" + std::to_string(*plan.subtitle_track);
  return map('s', place_of(probe.subtitles, plan.subtitle_track));
}

int sound_rate(const Probe& probe, const Plan& plan, double at) {
  if (later_one(probe, at) == nullptr || probe.audio.empty()) return 0;
  return probe.audio[place_of(probe.audio, plan.audio_track)].sample_rate;
}

}  // namespace magnetar::media
