#pragma once
// Frequent words with letters beyond ASCII, and frequent letters of languages that put no blanks between
// words.

#include <string_view>

namespace magnetar::media {

/// `word` in lower case, as UTF-8.
[[nodiscard]] bool is_common_word(std::string_view word);

/// One letter of Chinese, Japanese, Korean or Thai, as UTF-8.
[[nodiscard]] bool is_common_letter(std::string_view letter);

}  // namespace magnetar::media
