#pragma once
// Films and plans for building ffmpeg's arguments.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "media/plan.h"
#include "media/probe.h"

namespace magnetar::media {

inline const std::string kUrl = "http://127.0.0.1:1/t/torrents/a/files/0/Film.mkv?viewer=v";

inline Probe film(std::string container, std::string codec) {
  Probe probe;
  probe.container = std::move(container);
  probe.video.emplace();
  probe.video->codec = std::move(codec);
  probe.video->width = 1280;
  probe.video->height = 720;
  probe.audio.emplace_back();
  probe.audio[0].index = 1;
  return probe;
}

inline Plan repackage(VideoWork video, AudioWork audio) {
  Plan plan;
  plan.mode = Mode::repackage;
  plan.video = video;
  plan.audio = audio;
  if (audio != AudioWork::none) plan.audio_track = 1;
  return plan;
}

inline std::string joined(const std::vector<std::string>& arguments) {
  std::string text;
  for (const auto& argument : arguments) text += (text.empty() ? "" : " ") + argument;
  return text;
}

inline bool has(const std::vector<std::string>& arguments, std::string_view part) {
  return joined(arguments).find(part) != std::string::npos;
}

}  // namespace magnetar::media
