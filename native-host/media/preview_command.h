#pragma once
// The arguments of the ffmpeg that makes one small picture of a film. Pure.

#include <cstdint>
#include <string>
#include <vector>

namespace magnetar::media {

/// Pixels: no picture is wider or higher.
inline constexpr int kPictureEdge = 240;

/// One JPEG on the standard output: the key picture at or before `second`; nothing when there is none within
/// fifteen seconds of it. `cover`: the picture that belongs to a file of sound. `url` gives only bytes that
/// are here (docs/http.md). Without the program's name.
[[nodiscard]] std::vector<std::string> preview_arguments(const std::string& url, std::int64_t second,
                                                         bool cover);

}  // namespace magnetar::media
