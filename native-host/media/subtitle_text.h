#pragma once
// Decodes the bytes of a subtitle file to UTF-8, from a guessed or a given encoding. Pure.

#include <string>
#include <string_view>

#include "base/error.h"

namespace magnetar::media {

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";  ///< in UTF-8

/// Limit of a subtitle file; real ones are far smaller.
inline constexpr std::size_t kMostSubtitleBytes = std::size_t{4} << 20;

struct SubtitleText {
  std::string text;      ///< valid UTF-8 without a byte order mark; invalid bytes are U+FFFD
  std::string encoding;  ///< iconv's name: "WINDOWS-1251"
};

/// `encoding` empty: guessed. Errors: media_unreadable above kMostSubtitleBytes; invalid_params for an
/// encoding that iconv does not know.
[[nodiscard]] base::Result<SubtitleText> decode_subtitles(std::string_view bytes, std::string_view encoding);

}  // namespace magnetar::media
