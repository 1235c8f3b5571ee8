#pragma once
// media: makes every film playable in a browser. Looks into files with ffprobe, decides what has to be done,
// and runs ffmpeg, whose output pages pull in chunks. The only room that starts programs besides the daemon's
// own start. Loop thread only; the daemon owns the Prober, the Sessions and the Launcher.
//
// This header: what ffprobe found in a file, as values.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "media/recordings.h"

namespace magnetar::media {

/// Texts in tracks come from strangers: at most kMostText bytes, without control characters.
inline constexpr std::size_t kMostText = 200;

struct VideoTrack {
  int index = 0;             ///< of the stream, as ffmpeg counts
  std::string codec;         ///< ffmpeg's name: "h264"
  std::string profile;       ///< ffmpeg's name: "High 10"; may be empty
  int level = 0;             ///< H.264: 40 is level 4.0; 0: unknown
  int width = 0;             ///< pixels
  int height = 0;            ///< pixels
  std::string pixel_format;  ///< ffmpeg's name: "yuv420p10le"; may be empty
  int bit_depth = 8;
  double fps = 0;           ///< pictures per second, on average; 0: unknown
  bool reorders = false;    ///< shows pictures in another order than it stores them (B frames)
  bool interlaced = false;  ///< its first pictures are made of two fields
  std::string
      transfer;  ///< ffmpeg's name where it is one of ITU-R BT.2100: "smpte2084" (PQ), "arib-std-b67" (HLG)
  bool first = true;  ///< no other film stands before it in the file
  double begins = 0;  ///< seconds of the film before its first picture
};

/// What a sound is for; names as those of HTML's AudioTrack.kind.
enum class AudioKind {
  main,
  descriptions,  ///< tells what is to be seen
  commentary,    ///< people talk about the film
  alternative,   ///< clearer speech, no voices, and what else is not the film's usual sound
};

struct AudioTrack {
  int index = 0;
  std::string codec;
  std::string profile;
  int channels = 0;
  int sample_rate = 0;   ///< Hz
  std::string language;  ///< as the file says, mostly ISO 639-2; may be empty
  std::string title;
  bool is_default = false;
  AudioKind kind = AudioKind::main;
};

struct SubtitleTrack {
  int index = 0;
  std::string codec;
  std::string language;
  std::string title;
  bool is_default = false;
  bool forced = false;
  bool text = false;  ///< and not pictures of text
};

struct Chapter {
  double start = 0;  ///< seconds
  double end = 0;
  std::string title;
};

/// Whether ffmpeg reaches a place in the film without reading all before it.
enum class FilmIndex {
  there,
  claimed,  ///< the file says so; only a look at its end tells
  none,
};

/// How far ffprobe and ffmpeg read before they say what is in a file. The first is enough for nearly all.
struct ProbeReach {
  std::int64_t bytes = 1'000'000;
  std::int64_t microseconds = 1'000'000;  ///< of the film

  bool operator==(const ProbeReach&) const = default;
};

struct Probe {
  std::string container;     ///< "mp4", "matroska", "avi", …: the first of ffmpeg's names, "mp4" for "mov"
  double duration = 0;       ///< seconds; 0: unknown
  std::int64_t bitrate = 0;  ///< bytes per second; 0: unknown
  double start_time = 0;     ///< the container's own clock at the film's beginning, in seconds
  std::optional<VideoTrack> video;  ///< what is watched: no cover and no still picture while there is a film
  int videos = 0;                   ///< tracks of pictures that are no covers
  std::vector<AudioTrack> audio;
  std::vector<SubtitleTrack> subtitles;
  std::vector<Chapter> chapters;
  FilmIndex index = FilmIndex::there;  ///< of Matroska; the other containers are known by name
  std::vector<Recording> recordings;   ///< that a transport stream was joined of; empty: it is one
  ProbeReach reach;                    ///< how far it was read for this
  bool complete = true;                ///< each picture and sound is known as far as it must be to be played
};

}  // namespace magnetar::media
