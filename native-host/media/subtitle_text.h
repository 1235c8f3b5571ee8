#pragma once
// What the bytes of a subtitle file say: which encoding they are in, guessed or told, and the same as UTF-8.
// Pure.

#include <string>
#include <string_view>

#include "base/error.h"

namespace magnetar::media {

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";  ///< in UTF-8

/// No film's subtitles come near it.
inline constexpr std::size_t kMostSubtitleBytes = std::size_t{4} << 20;

struct SubtitleText {
  std::string text;      ///< valid UTF-8 without a byte order mark; what was none is U+FFFD
  std::string encoding;  ///< as iconv calls it: "WINDOWS-1251"
};

/// `encoding` empty: guessed. Errors: media_unreadable above kMostSubtitleBytes; invalid_params for an
/// encoding that this machine does not know.
[[nodiscard]] base::Result<SubtitleText> decode_subtitles(std::string_view bytes, std::string_view encoding);

}  // namespace magnetar::media
