#pragma once
// Decides how a film is made playable in a browser. Pure.

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "media/probe.h"
#include "media/subtitle_form.h"

namespace magnetar::media {

/// Formats that a browser plays, as named in docs/protocol.md ("avc1", "mp4a"; containers "mp4", "webm").
struct BrowserCan {
  std::set<std::string, std::less<>> mse;     ///< codecs in fragmented MP4 (Media Source Extensions)
  std::set<std::string, std::less<>> direct;  ///< containers as the source of a video element
};

enum class Mode {
  direct,      ///< the file as it is
  repackage,   ///< as fragmented MP4 from a pull session
  unplayable,  ///< it has no playable track
};
enum class VideoWork { none, copy, h264 };
enum class AudioWork { none, copy, aac };

/// The H.264 encoder.
enum class Encoder {
  software,  ///< libx264
  vaapi,     ///< a GPU of Intel or AMD
  nvenc,     ///< a GPU of NVIDIA
};

/// The reason why the file is not played as it is.
enum class Reason {
  playable,     ///< it is played as it is
  container,    ///< a browser cannot open such a file, or cannot seek in it
  audio_codec,  ///< a browser cannot decode the sound
  video_codec,  ///< a browser cannot decode the picture
  audio_track,  ///< the chosen audio track is not the one a browser would play
  video_track,  ///< the chosen video track is not the one a browser would play
  asked,        ///< the player asked for it after decoding had failed
  nothing,      ///< there is no video and no audio
  ffmpeg_missing,
};

struct Plan {
  Mode mode = Mode::direct;
  VideoWork video = VideoWork::none;
  AudioWork audio = AudioWork::none;
  std::optional<int> audio_track;             ///< stream index of the audio track, in the file that holds it
  std::optional<int> subtitle_track;          ///< stream index of the subtitle track
  std::optional<SubtitleForm> subtitle_form;  ///< form of that subtitle track
  /// The MIME type for addSourceBuffer(); empty when it is known only from the first bytes.
  std::string mime;
  Reason reason = Reason::playable;
  /// For an encoded picture, also of a later recording; media/encoder.h decides.
  Encoder encoder = Encoder::software;
  int height = 0;  ///< greatest height of an encoded picture, pixels; 0: 1080
};

/// Choices of the person and of the player.
struct Wish {
  std::optional<int> audio_track;     ///< stream index; one that does not exist counts as none
  bool reencode = false;              ///< encode the video, because it failed as it is
  bool repackage = false;             ///< do not play the file as it is, because that failed
  std::optional<int> subtitle_track;  ///< stream index; one without a form for pages counts as none
  /// Greatest height of an encoded picture, pixels; none: as the machine can.
  std::optional<int> height = {};
  /// The probe of the file whose sound replaces the film's own; `audio_track` is one of its streams.
  std::optional<Probe> sound = {};
};

/// `file_name` tells WebM from other Matroska.
[[nodiscard]] Plan make_plan(const Probe& probe, std::string_view file_name, const BrowserCan& can,
                             const Wish& wish);

/// Names in the protocol.
[[nodiscard]] std::string_view name(Mode mode);
[[nodiscard]] std::string_view name(VideoWork work);
[[nodiscard]] std::string_view name(AudioWork work);
[[nodiscard]] std::string_view name(Reason reason);
[[nodiscard]] std::string_view name(AudioKind kind);
[[nodiscard]] std::string_view name(Encoder encoder);

}  // namespace magnetar::media
