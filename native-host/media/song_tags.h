#pragma once
// Title, artist and album from the tags of a song (ID3, Vorbis comments, MP4 metadata), by ffmpeg's names.
// Pure.

#include <functional>
#include <map>
#include <string>

namespace magnetar::media {

/// UTF-8 as a stranger wrote it; each may be empty.
struct SongTags {
  std::string title;
  std::string artist;
  std::string album;
};

/// The fields of a section of ffprobe's output: "tags.ARTIST" → "…". Names of tags count in any case.
using ProbeFields = std::map<std::string, std::string, std::less<>>;

/// Of the container; what it lacks, of its first sound (Ogg keeps tags there).
[[nodiscard]] SongTags song_tags(const ProbeFields& format, const ProbeFields& sound);

}  // namespace magnetar::media
