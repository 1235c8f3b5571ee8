#pragma once
// media: makes every film playable in a browser. It probes files with ffprobe, plans the conversion and runs
// ffmpeg, whose output pages pull in chunks. Loop thread only; the daemon owns the Prober, the Sessions and
// the Launcher.
//
// This header: the result of a probe.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "media/recordings.h"
#include "media/song_tags.h"

namespace magnetar::media {

/// Limit of texts in tracks, in bytes. They come from strangers and are stored without control characters.
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
  double fps = 0;           ///< frames per second, on average; 0: unknown
  bool reorders = false;    ///< display order differs from decoding order (B frames)
  bool interlaced = false;  ///< its first frames are interlaced
  std::string
      transfer;  ///< ffmpeg's name where it is one of ITU-R BT.2100: "smpte2084" (PQ), "arib-std-b67" (HLG)
  bool first = true;  ///< no other video track stands before it in the file
  double begins = 0;  ///< seconds of the film before its first frame
};

/// Purpose of an audio track; names as those of HTML's AudioTrack.kind.
enum class AudioKind {
  main,
  descriptions,  ///< describes the picture
  commentary,    ///< people talk about the film
  alternative,   ///< clearer speech, no voices, and other special mixes
};

struct AudioTrack {
  int index = 0;
  std::string codec;
  std::string profile;
  int channels = 0;
  int sample_rate = 0;   ///< Hz
  std::string language;  ///< from the file, mostly ISO 639-2; may be empty
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
  bool text = false;  ///< text subtitles, not bitmap subtitles
};

struct Chapter {
  double start = 0;  ///< seconds
  double end = 0;
  std::string title;
};

/// Whether ffmpeg reaches a place in the film without reading all bytes before it.
enum class FilmIndex {
  there,
  claimed,  ///< the file says so; a read at its end has to confirm it
  none,
};

/// How far ffprobe and ffmpeg read to identify the streams. The default is enough for nearly all films.
struct ProbeReach {
  std::int64_t bytes = 1'000'000;
  std::int64_t microseconds = 1'000'000;  ///< of the film

  bool operator==(const ProbeReach&) const = default;
};

struct Probe {
  std::string container;            ///< "mp4", "matroska", "avi", …: ffmpeg's first name, "mp4" for "mov"
  double duration = 0;              ///< seconds; 0: unknown
  std::int64_t bitrate = 0;         ///< bytes per second; 0: unknown
  double start_time = 0;            ///< container time of the film's beginning, in seconds
  std::optional<VideoTrack> video;  ///< the watched track: no cover, and no still picture beside a film
  int videos = 0;                   ///< number of video tracks, without covers
  std::vector<AudioTrack> audio;
  std::vector<SubtitleTrack> subtitles;
  std::vector<Chapter> chapters;
  SongTags tags;                       ///< each at most kMostText bytes, without control characters
  FilmIndex index = FilmIndex::there;  ///< of Matroska; for other containers the name decides
  std::vector<Recording> recordings;   ///< joined recordings of a transport stream; empty: it is one
  ProbeReach reach;                    ///< how far this probe read
  bool complete = true;                ///< each video and audio track is known well enough to be played
};

}  // namespace magnetar::media
