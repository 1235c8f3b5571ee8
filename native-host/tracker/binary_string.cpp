#include "tracker/binary_string.h"

namespace magnetar::tracker {

std::optional<std::string> from_binary_string(std::string_view utf8) {
  std::string bytes;
  bytes.reserve(utf8.size());
  for (std::size_t n = 0; n < utf8.size(); ++n) {
    const auto first = static_cast<unsigned char>(utf8[n]);
    if (first < 0x80) {
      bytes += utf8[n];
      continue;
    }
    // U+0080 to U+00FF take two bytes in UTF-8: C2 or C3, and a continuation byte.
    if ((first != 0xC2 && first != 0xC3) || n + 1 == utf8.size()) return std::nullopt;
    const auto second = static_cast<unsigned char>(utf8[++n]);
    if ((second & 0xC0U) != 0x80U) return std::nullopt;
    bytes += static_cast<char>((first & 0x03U) << 6U | (second & 0x3FU));
  }
  return bytes;
}

std::string to_binary_string(std::string_view bytes) {
  std::string utf8;
  utf8.reserve(bytes.size() * 3 / 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      utf8 += c;
      continue;
    }
    utf8 += static_cast<char>(0xC0U | byte >> 6U);
    utf8 += static_cast<char>(0x80U | (byte & 0x3FU));
  }
  return utf8;
}

}  // namespace magnetar::tracker
