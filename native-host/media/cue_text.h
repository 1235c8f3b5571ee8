#pragma once
// Text of a cue as WebVTT: "<i>", "<b>" and "<u>" are kept, other known tags are removed, and everything else
// is escaped text. Pure.

#include <string>
#include <string_view>

namespace magnetar::media {

/// For formats with tags and character references. "\N" and "<br>" end a line; "{\…}" is removed.
[[nodiscard]] std::string text_of_markup(std::string_view text);

/// For a line of ASS or SSA: "{…}" is removed, and so are drawings from "\p1" ("\p2", …) to "\p0".
[[nodiscard]] std::string text_of_script(std::string_view text);

/// For formats without markup: all of the text is escaped.
[[nodiscard]] std::string literal_text(std::string_view text);

}  // namespace magnetar::media
