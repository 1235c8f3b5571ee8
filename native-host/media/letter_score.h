#pragma once
// How much a text looks like people's language, for telling encodings apart. Pure.

#include <string_view>

namespace magnetar::media {

/// Looks only at what lies beyond ASCII: words that a language has and letters that are frequent in it count
/// most, words in one alphabet and a case that people write count, and signs that nobody writes count
/// against. `text` is UTF-8. Comparable for the same bytes only.
[[nodiscard]] double letter_score(std::string_view text);

}  // namespace magnetar::media
