#pragma once
// Makes strangers' text fit for people to read.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace magnetar::engine {

/// The first character of a text.
struct CodePoint {
  std::uint32_t value = 0;
  std::size_t length = 1;  ///< bytes; 1 for an invalid byte
  bool valid = false;
};

/// Reads the first character of a text that is not empty.
[[nodiscard]] CodePoint first_code_point(std::string_view text);

/// Whether a character is invisible, or changes the display of its neighbours: controls, marks of direction,
/// zero-width characters. U+200C and U+200D do not count: they change words in Persian and Indic scripts, and
/// emoji.
[[nodiscard]] bool is_hidden(std::uint32_t code_point);

[[nodiscard]] bool is_utf8(std::string_view text);

/// `text` without hidden characters, U+FFFD for each byte that is not valid UTF-8, cut to at most `limit`
/// bytes at the end of a character.
[[nodiscard]] std::string clean_text(std::string_view text, std::size_t limit);

}  // namespace magnetar::engine
