#pragma once
// Makes text that strangers wrote fit for people to read.

#include <cstddef>
#include <string>
#include <string_view>

namespace magnetar::engine {

/// `text` without invalid UTF-8, control characters and the invisible characters that reorder or hide text
/// (bidirectional controls, zero-width characters), cut to at most `limit` bytes at the end of a character.
[[nodiscard]] std::string clean_text(std::string_view text, std::size_t limit);

}  // namespace magnetar::engine
