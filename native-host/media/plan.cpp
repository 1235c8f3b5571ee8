#include "media/plan.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace magnetar::media {
namespace {

bool knows(const std::set<std::string, std::less<>>& names, std::string_view name) {
  return names.find(name) != names.end();
}

/// Browsers decode no other chroma subsampling of H.264 and HEVC than 4:2:0.
bool samples_420(const VideoTrack& video) {
  const std::string_view format = video.pixel_format;
  if (format.empty()) return video.profile.find("4:") == std::string::npos;
  return format.starts_with("yuv420p") || format.starts_with("yuvj420p") || format.starts_with("nv12") ||
         format.starts_with("p010");
}

/// Whether a browser decodes the video codec, in any container.
bool decodes(const VideoTrack& video, const BrowserCan& can) {
  if (video.codec == "h264") {
    if (!samples_420(video) || video.bit_depth > 10) return false;
    return knows(can.mse, video.bit_depth == 8 ? "avc1" : "avc1.high10");
  }
  if (video.codec == "hevc") {
    if (!samples_420(video) || video.bit_depth > 10) return false;
    return knows(can.mse, video.bit_depth == 8 ? "hvc1" : "hvc1.main10");
  }
  if (video.codec == "vp9") return knows(can.mse, "vp9");
  if (video.codec == "av1") return knows(can.mse, "av01");
  return false;
}

/// AVI and raw video keep no presentation times: ffmpeg would copy reordered frames one or two too early.
bool lacks_times(const std::string& container) {
  return container == "avi" || container == "h264" || container == "hevc";
}

bool copies(const VideoTrack& video, const std::string& container, const BrowserCan& can) {
  return decodes(video, can) && !(lacks_times(container) && video.reorders);
}

/// No browser decodes AAC Main, LTP and SSR.
bool common_aac(const AudioTrack& audio) {
  return audio.codec == "aac" &&
         (audio.profile.empty() || audio.profile == "LC" || audio.profile.starts_with("HE-AAC"));
}

bool decodes(const AudioTrack& audio, const BrowserCan& can) {
  if (audio.codec == "aac") return common_aac(audio) && knows(can.mse, "mp4a");
  for (const std::string_view codec : {"opus", "flac", "mp3"}) {
    if (audio.codec == codec) return knows(can.mse, codec);
  }
  return false;
}

/// AAC of AVI and MPEG program streams cannot always be copied into MP4.
bool copies(const AudioTrack& audio, const std::string& container, const BrowserCan& can) {
  if (!decodes(audio, can)) return false;
  constexpr std::array kPlainAac{"mp4", "matroska", "flv", "mpegts"};
  return audio.codec != "aac" || std::find(kPlainAac.begin(), kPlainAac.end(), container) != kPlainAac.end();
}

const AudioTrack* track(const Probe& probe, std::optional<int> index) {
  const auto found = std::find_if(probe.audio.begin(), probe.audio.end(),
                                  [&](const auto& audio) { return index && audio.index == *index; });
  return found == probe.audio.end() ? nullptr : &*found;
}

/// The audio track that a browser plays by itself.
const AudioTrack* first_track(const Probe& probe) {
  const auto marked = std::find_if(probe.audio.begin(), probe.audio.end(),
                                   [](const auto& audio) { return audio.is_default; });
  if (marked != probe.audio.end()) return &*marked;
  return probe.audio.empty() ? nullptr : &probe.audio.front();
}

/// The default audio track: the film's own sound, and of several the marked one.
const AudioTrack* default_track(const Probe& probe) {
  const auto best =
      std::min_element(probe.audio.begin(), probe.audio.end(), [](const auto& left, const auto& right) {
        const auto order = [](const AudioTrack& audio) {
          return std::pair{audio.kind != AudioKind::main, !audio.is_default};
        };
        return order(left) < order(right);
      });
  return best == probe.audio.end() ? nullptr : &*best;
}

/// Audio codecs that every browser plays which opens the container.
bool direct_sound(const AudioTrack& audio, const std::string& container) {
  const auto one_of = [&](std::initializer_list<std::string_view> codecs) {
    return std::find(codecs.begin(), codecs.end(), audio.codec) != codecs.end();
  };
  if (container == "mp4") return common_aac(audio) || one_of({"mp3", "flac", "opus"});
  if (container == "ogg") return one_of({"vorbis", "opus", "flac"});
  if (container == "wav") return one_of({"pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_f32le"});
  if (container == "aac") return common_aac(audio);
  return audio.codec == container;  // mp3, flac
}

bool is_webm(const Probe& probe, std::string_view file_name) {
  const auto webm_sound = [](const AudioTrack& audio) {
    return audio.codec == "opus" || audio.codec == "vorbis";
  };
  return probe.container == "matroska" && file_name.ends_with(".webm") &&
         std::all_of(probe.audio.begin(), probe.audio.end(), webm_sound);
}

/// The reason why the file cannot be played as it is; playable when it can.
Reason obstacle(const Probe& probe, std::string_view file_name, const BrowserCan& can,
                const AudioTrack* heard) {
  if (probe.video && !probe.video->first) return Reason::video_track;
  // MP4 has no place for VP8. Playing the file as it is costs less than encoding it.
  if (probe.video && probe.video->codec == "vp8" && is_webm(probe, file_name)) {
    return knows(can.direct, "webm") ? Reason::playable : Reason::container;
  }
  if (!knows(can.direct, probe.container) || (probe.video && probe.container != "mp4"))
    return Reason::container;
  if (probe.video && !decodes(*probe.video, can)) return Reason::video_codec;
  if (heard != nullptr && !direct_sound(*heard, probe.container)) return Reason::audio_codec;
  return Reason::playable;
}

/// The codec string (RFC 6381); empty when only the encoded bytes tell it.
std::string codec_string(const VideoTrack& video, VideoWork work) {
  if (work == VideoWork::h264) return "avc1.42c028";
  if (video.codec != "h264" || video.level <= 0 || video.level > 62) return {};
  constexpr std::array<std::pair<std::string_view, int>, 5> kProfiles{{{"Constrained Baseline", 0x42},
                                                                       {"Baseline", 0x42},
                                                                       {"Main", 0x4D},
                                                                       {"High", 0x64},
                                                                       {"High 10", 0x6E}}};
  const auto found = std::find_if(kProfiles.begin(), kProfiles.end(),
                                  [&](const auto& entry) { return entry.first == video.profile; });
  if (found == kProfiles.end()) return {};
  const int constraints = video.profile == "Constrained Baseline" ? 0xC0 : 0;
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "avc1.%02x%02x%02x", static_cast<unsigned>(found->second),
                static_cast<unsigned>(constraints), static_cast<unsigned>(video.level));
  return text.data();
}

std::string codec_string(const AudioTrack& audio, AudioWork work) {
  if (work == AudioWork::aac || audio.codec == "aac") return "mp4a.40.2";
  return audio.codec == "opus" || audio.codec == "flac" ? audio.codec : std::string();
}

void read_along(Plan& plan, const Probe& probe, std::optional<int> index) {
  for (const auto& track : probe.subtitles) {
    if (track.index != index) continue;
    plan.subtitle_form = form_of(track);
    if (plan.subtitle_form) plan.subtitle_track = index;
  }
}

std::string mime_type(const Probe& probe, const AudioTrack* heard, const Plan& plan) {
  const bool picture = plan.video != VideoWork::none;
  std::string codecs = picture ? codec_string(*probe.video, plan.video) : std::string();
  if (picture && codecs.empty()) return {};
  if (plan.audio != AudioWork::none) {
    const auto sound = codec_string(*heard, plan.audio);
    if (sound.empty()) return {};
    codecs += (codecs.empty() ? "" : ",") + sound;
  }
  return (picture ? "video/mp4; codecs=\"" : "audio/mp4; codecs=\"") + codecs + "\"";
}

}  // namespace

Plan make_plan(const Probe& probe, std::string_view file_name, const BrowserCan& can, const Wish& wish) {
  const auto& sounds = wish.sound ? *wish.sound : probe;
  const auto* by_default = default_track(sounds);
  const auto* chosen = track(sounds, wish.audio_track);
  const auto* heard = chosen != nullptr ? chosen : by_default;
  Plan plan;
  if (heard != nullptr) plan.audio_track = heard->index;
  if (!probe.video && heard == nullptr) {
    plan.mode = Mode::unplayable;
    plan.reason = Reason::nothing;
    return plan;
  }
  const auto* by_browser = first_track(probe);
  plan.reason = obstacle(probe, file_name, can, by_browser);
  if (plan.reason == Reason::playable && heard != by_browser) plan.reason = Reason::audio_track;
  if (plan.reason == Reason::playable && (wish.reencode || wish.repackage)) plan.reason = Reason::asked;
  if (plan.reason == Reason::playable) return plan;
  plan.mode = Mode::repackage;
  if (probe.video) {
    const bool copy = copies(*probe.video, probe.container, can) && !wish.reencode;
    plan.video = copy ? VideoWork::copy : VideoWork::h264;
  }
  if (heard != nullptr) plan.audio = copies(*heard, sounds.container, can) ? AudioWork::copy : AudioWork::aac;
  read_along(plan, probe, wish.subtitle_track);
  plan.mime = mime_type(probe, heard, plan);
  return plan;
}

std::string_view name(Mode mode) {
  constexpr std::array kNames{"direct", "repackage", "unplayable"};
  return kNames.at(static_cast<std::size_t>(mode));
}

std::string_view name(VideoWork work) {
  constexpr std::array kNames{"none", "copy", "h264"};
  return kNames.at(static_cast<std::size_t>(work));
}

std::string_view name(AudioWork work) {
  constexpr std::array kNames{"none", "copy", "aac"};
  return kNames.at(static_cast<std::size_t>(work));
}

std::string_view name(Reason reason) {
  constexpr std::array kNames{"playable",    "container", "audio_codec", "video_codec",   "audio_track",
                              "video_track", "asked",     "nothing",     "ffmpeg_missing"};
  return kNames.at(static_cast<std::size_t>(reason));
}

std::string_view name(AudioKind kind) {
  constexpr std::array kNames{"main", "descriptions", "commentary", "alternative"};
  return kNames.at(static_cast<std::size_t>(kind));
}

std::string_view name(Encoder encoder) {
  constexpr std::array kNames{"software", "vaapi", "nvenc"};
  return kNames.at(static_cast<std::size_t>(encoder));
}

}  // namespace magnetar::media
