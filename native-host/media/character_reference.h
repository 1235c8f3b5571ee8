#pragma once
// Character references of HTML, which WebVTT, SAMI, TTML and careless SubRip files share. Pure.

#include <cstddef>
#include <string>
#include <string_view>

namespace magnetar::media {

/// A character reference and its text; size 0: there is none.
struct CharacterReference {
  std::size_t size = 0;  ///< bytes of the reference, with "&" and ";"
  std::string letters;   ///< UTF-8
};

/// The reference with which `text` begins: "&eacute;", "&#39;", "&#x2019;". Numbers from 128 to 159 are those
/// of Windows-1252, as in browsers (HTML, 13.2.5.80).
[[nodiscard]] CharacterReference character_reference(std::string_view text);

/// Appends the UTF-8 of a code point; U+FFFD for a value that is no code point.
void append_letter(std::string& text, char32_t letter);

}  // namespace magnetar::media
