#pragma once
// Scores how much a text looks like natural language, to compare encodings. Pure.

#include <string_view>

namespace magnetar::media {

/// Scores only characters beyond ASCII. Known words and frequent letters of a language count most; words in
/// one script and a usual case count less; unusual signs count against. `text` is UTF-8. Scores are
/// comparable only for the same bytes.
[[nodiscard]] double letter_score(std::string_view text);

}  // namespace magnetar::media
