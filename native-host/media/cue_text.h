#pragma once
// What a cue says, written as WebVTT: "<i>", "<b>" and "<u>" are kept, other tags of known names left out,
// and everything else is text. Pure.

#include <string>
#include <string_view>

namespace magnetar::media {

/// Of a format whose text has tags and character references. "\N" and "<br>" end a line; "{\…}" is left out.
[[nodiscard]] std::string text_of_markup(std::string_view text);

/// Of a line of ASS or SSA: "{…}" is left out, and so is what is drawn behind "\p1" ("\p2", …) up to "\p0".
[[nodiscard]] std::string text_of_script(std::string_view text);

/// Of a format in which nothing but its own signs has a meaning.
[[nodiscard]] std::string literal_text(std::string_view text);

}  // namespace magnetar::media
