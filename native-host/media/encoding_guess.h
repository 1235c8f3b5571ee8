#pragma once
// Which encoding the bytes of a subtitle file are in. Pure.

#include <string>
#include <string_view>

namespace magnetar::media {

/// A name that iconv knows. Byte order marks and valid UTF-8 decide at once, and so do the zero bytes of
/// UTF-16 without a mark. What is left is read in each encoding that people have: the one in which the words
/// are words is right (media/letter_score.h). Windows-1252 is taken unless another one is clearly better;
/// what uchardet guesses is one of those that are tried.
[[nodiscard]] std::string guess_encoding(std::string_view bytes);

}  // namespace magnetar::media
