#pragma once
// A file that is several recordings one behind the other: where each begins, and what is in it. Pure.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace magnetar::media {

/// In the place of a codec that the tables do not tell.
inline constexpr std::string_view kUnknownSound = "unknown";

/// One that begins where the clock begins again, or where the sound or the picture changes its codec.
struct Recording {
  std::int64_t begin = 0;  ///< byte of the file
  double at = 0;           ///< seconds of the film
  std::string picture;     ///< ffmpeg's name of the codec; empty: unknown or none
  std::vector<std::string> sounds;
  int subtitles = 0;

  bool operator==(const Recording&) const = default;
};

/// In the order in which they are played; empty where a file is one recording.
struct Recordings {
  std::vector<Recording> list;
  double length = 0;  ///< seconds of all together
};

/// More are not kept apart.
inline constexpr std::size_t kMostRecordings = 200;

/// The one in which the place lies; nothing when the list is empty.
[[nodiscard]] const Recording* recording_at(const std::vector<Recording>& list, double at);
/// The one behind it; nothing when that is the last.
[[nodiscard]] const Recording* recording_after(const std::vector<Recording>& list, double at);

/// Where the later ones begin, seconds of the film.
[[nodiscard]] std::vector<double> joints_of(const std::vector<Recording>& list);

/// The list tells by clocks how long a recording is; what was made of it tells exactly. Moves all behind the
/// one in which the place lies, so that the next one begins where that one ended. What ends early by more
/// than two seconds is not here as a whole.
void begin_next_at(std::vector<Recording>& list, double at, double end);

/// The bytes of a recording before the next one, as the end of their URL.
[[nodiscard]] std::string byte_range(const Recording& recording, const Recording* next);

/// One line of text without quotes, and back; what is not understood gives an empty list.
[[nodiscard]] std::string text_of(const std::vector<Recording>& list);
[[nodiscard]] std::vector<Recording> recordings_of(std::string_view text);

}  // namespace magnetar::media
