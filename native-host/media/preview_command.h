#pragma once
// The arguments of the ffmpeg that makes one thumbnail. Pure.

#include <cstdint>
#include <string>
#include <vector>

namespace magnetar::media {

/// Greatest width and height of a thumbnail, pixels.
inline constexpr int kPictureEdge = 240;

/// Output: one JPEG on standard output, the keyframe at or before `second`; none when there is no keyframe
/// within fifteen seconds. `cover`: the attached picture of an audio file. `url` serves only downloaded bytes
/// (docs/http.md). Without the program's name.
[[nodiscard]] std::vector<std::string> preview_arguments(const std::string& url, std::int64_t second,
                                                         bool cover);

}  // namespace magnetar::media
