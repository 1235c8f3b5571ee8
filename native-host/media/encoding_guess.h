#pragma once
// Guesses the encoding of a subtitle file. Pure.

#include <string>
#include <string_view>

namespace magnetar::media {

/// Returns a name that iconv knows. A byte order mark, valid UTF-8, and the zero bytes of UTF-16 without a
/// mark decide at once. Other text is read in each usual encoding and in uchardet's guess, and the one with
/// the best letter_score (media/letter_score.h) is taken. Windows-1252 wins unless another one is clearly
/// better.
[[nodiscard]] std::string guess_encoding(std::string_view bytes);

}  // namespace magnetar::media
