#pragma once
// Decides how a film gets into a browser. Pure.

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "media/probe.h"
#include "media/subtitle_form.h"

namespace magnetar::media {

/// What a browser says it plays; names as in docs/protocol.md ("avc1", "mp4a"; containers "mp4", "webm").
struct BrowserCan {
  std::set<std::string, std::less<>> mse;     ///< codecs in fragmented MP4 (Media Source Extensions)
  std::set<std::string, std::less<>> direct;  ///< containers as the source of a video element
};

enum class Mode {
  direct,      ///< the file as it is
  repackage,   ///< as fragmented MP4, pulled from a session
  unplayable,  ///< nothing in it can be played
};
enum class VideoWork { none, copy, h264 };
enum class AudioWork { none, copy, aac };

/// What makes H.264 of pictures.
enum class Encoder {
  software,  ///< libx264
  vaapi,     ///< a graphics processor of Intel or AMD
  nvenc,     ///< one of NVIDIA
};

/// Why it is not played as it is.
enum class Reason {
  playable,     ///< it is
  container,    ///< a browser cannot seek in such a file, or not open it at all
  audio_codec,  ///< a browser cannot decode the sound
  video_codec,  ///< a browser cannot decode the picture
  audio_track,  ///< another track is heard than the one a browser would play
  video_track,  ///< another track is watched than the one a browser would play
  asked,        ///< the player asked for it, since decoding failed
  nothing,      ///< there is no picture or sound
  ffmpeg_missing,
};

struct Plan {
  Mode mode = Mode::direct;
  VideoWork video = VideoWork::none;
  AudioWork audio = AudioWork::none;
  std::optional<int> audio_track;             ///< index of the stream that is heard, in the file it is in
  std::optional<int> subtitle_track;          ///< index of the stream that is read along
  std::optional<SubtitleForm> subtitle_form;  ///< how that comes
  /// For addSourceBuffer(); empty when not everything in it is known before the first bytes are made.
  std::string mime;
  Reason reason = Reason::playable;
  /// Of a new picture; media/encoder.h decides.
  Encoder encoder = Encoder::software;
  int height = 0;  ///< pixels that a new picture has at most; 0: 1080
};

/// What the person or the player asks beyond "play it".
struct Wish {
  std::optional<int> audio_track;     ///< index of a stream; one that is not there counts as none
  bool reencode = false;              ///< the picture anew, since it failed as it is
  bool repackage = false;             ///< not as it is, since that failed
  std::optional<int> subtitle_track;  ///< index of a stream; one that no page can show counts as none
  /// What is in the file whose sound is heard instead of the film's own; `audio_track` is one of its.
  std::optional<Probe> sound = {};
};

/// `file_name` tells WebM from other Matroska.
[[nodiscard]] Plan make_plan(const Probe& probe, std::string_view file_name, const BrowserCan& can,
                             const Wish& wish);

/// Names on the wire.
[[nodiscard]] std::string_view name(Mode mode);
[[nodiscard]] std::string_view name(VideoWork work);
[[nodiscard]] std::string_view name(AudioWork work);
[[nodiscard]] std::string_view name(Reason reason);
[[nodiscard]] std::string_view name(AudioKind kind);
[[nodiscard]] std::string_view name(Encoder encoder);

}  // namespace magnetar::media
