#pragma once
// A file of several joined recordings: where each begins, and its codecs. Pure.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace magnetar::media {

/// Codec name of an audio stream whose table does not tell it.
inline constexpr std::string_view kUnknownSound = "unknown";

/// A part of the file that begins where the clock restarts, or where the audio or video codec changes.
struct Recording {
  std::int64_t begin = 0;  ///< byte of the file
  double at = 0;           ///< seconds of the film at which it begins
  std::string picture;     ///< ffmpeg's name of the codec; empty: unknown or none
  std::vector<std::string> sounds;
  int subtitles = 0;

  bool operator==(const Recording&) const = default;
};

/// In playing order; empty where a file is one recording.
struct Recordings {
  std::vector<Recording> list;
  double length = 0;  ///< total length, seconds
};

/// Limit of recordings; later ones are not told apart.
inline constexpr std::size_t kMostRecordings = 200;

/// The recording of the place; null when the list is empty.
[[nodiscard]] const Recording* recording_at(const std::vector<Recording>& list, double at);
/// The recording behind it; null when that is the last.
[[nodiscard]] const Recording* recording_after(const std::vector<Recording>& list, double at);

/// The times at which the later recordings begin, seconds of the film.
[[nodiscard]] std::vector<double> joints_of(const std::vector<Recording>& list);

/// The listed length of a recording comes from its clocks; the length of its output is exact. Moves all later
/// recordings, so that the next one begins at `end`. Nothing is moved when the output is more than two
/// seconds shorter, because the recording is not downloaded completely then, or more than a minute longer.
void begin_next_at(std::vector<Recording>& list, double at, double end);

/// The byte range of a recording as the end of its URL.
[[nodiscard]] std::string byte_range(const Recording& recording, const Recording* next);

/// Serialises the list as one line without quotes.
[[nodiscard]] std::string text_of(const std::vector<Recording>& list);
[[nodiscard]] std::vector<Recording> recordings_of(std::string_view text);

}  // namespace magnetar::media
