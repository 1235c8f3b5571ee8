#include "api/media_json.h"

#include <optional>
#include <string>

namespace magnetar::api {
namespace {

using nlohmann::json;

json track(const media::VideoTrack& video) {
  return {{"index", video.index}, {"codec", video.codec},          {"profile", video.profile},
          {"width", video.width}, {"height", video.height},        {"bit_depth", video.bit_depth},
          {"fps", video.fps},     {"interlaced", video.interlaced}};
}

json track(const media::AudioTrack& audio) {
  return {{"index", audio.index},
          {"codec", audio.codec},
          {"channels", audio.channels},
          {"language", audio.language},
          {"title", audio.title},
          {"default", audio.is_default},
          {"kind", std::string(name(audio.kind))}};
}

json form_json(std::optional<media::SubtitleForm> form) {
  return form ? json(std::string(name(*form))) : json();
}

json track(const media::SubtitleTrack& subtitle) {
  return {{"index", subtitle.index},
          {"codec", subtitle.codec},
          {"language", subtitle.language},
          {"title", subtitle.title},
          {"default", subtitle.is_default},
          {"forced", subtitle.forced},
          {"form", form_json(form_of(subtitle))}};
}

json track(const media::Chapter& chapter) {
  return {{"start", chapter.start}, {"end", chapter.end}, {"title", chapter.title}};
}

template <class Values>
json list(const Values& values) {
  auto entries = json::array();
  for (const auto& value : values) entries.push_back(track(value));
  return entries;
}

json probe_json(const media::Probe& probe) {
  return {
      {"container", probe.container},
      {"duration", probe.duration},
      {"bitrate", probe.bitrate},
      {"video", probe.video ? track(*probe.video) : json()},
      {"audio", list(probe.audio)},
      {"subtitles", list(probe.subtitles)},
      {"chapters", list(probe.chapters)},
      {"tags", {{"title", probe.tags.title}, {"artist", probe.tags.artist}, {"album", probe.tags.album}}}};
}

json plan_json(const media::Plan& plan) {
  return {{"mode", std::string(name(plan.mode))},
          {"video", std::string(name(plan.video))},
          {"audio", std::string(name(plan.audio))},
          {"audio_track", plan.audio_track ? json(*plan.audio_track) : json()},
          {"subtitle_track", plan.subtitle_track ? json(*plan.subtitle_track) : json()},
          {"subtitle_form", form_json(plan.subtitle_form)},
          {"mime", plan.mime},
          {"reason", std::string(name(plan.reason))},
          {"height", plan.video == media::VideoWork::h264 ? json(plan.height) : json()},
          {"encoder", plan.video == media::VideoWork::h264 ? json(std::string(name(plan.encoder))) : json()}};
}

}  // namespace

json to_json(const MediaDescription& description) {
  return {{"ffmpeg", description.ffmpeg},
          {"probe", description.probe ? probe_json(*description.probe) : json()},
          {"plan", plan_json(description.plan)}};
}

json to_json(const MediaOpened& opened) {
  return {{"session", opened.session},
          {"url", opened.url},
          {"mime", opened.plan.mime},
          {"plan", plan_json(opened.plan)}};
}

}  // namespace magnetar::api
