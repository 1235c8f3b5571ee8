#pragma once
// A second decoder of UTF-8 (RFC 3629), so that the product's own does not judge itself.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace magnetar::fuzz {

/// Length in bytes of the first character of a text that is not empty; 0 when there is no valid one.
inline std::size_t character_size(std::string_view text) {
  const auto at = [text](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const unsigned first = at(0);
  if (first < 0x80) return 1;
  const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < size) return 0;
  std::uint32_t letter = first & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((at(i) & 0xC0U) != 0x80U) return 0;
    letter = letter << 6 | (at(i) & 0x3FU);
  }
  const bool surrogate = letter >= 0xD800 && letter <= 0xDFFF;
  const bool longer_than_needed = (size == 3 && letter < 0x800) || (size == 4 && letter < 0x10000);
  return surrogate || longer_than_needed || letter > 0x10FFFF ? 0 : size;
}

inline bool is_valid_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto size = character_size(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

}  // namespace magnetar::fuzz
