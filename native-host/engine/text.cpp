#include "engine/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace magnetar::engine {
namespace {

/// The number of bytes of a UTF-8 sequence by its first byte; 0 for a byte that begins none.
std::size_t sequence_length(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (first >= 0xe0 && first <= 0xef) return 3;
  if (first >= 0xf0 && first <= 0xf4) return 4;
  return 0;
}

bool overlong_or_out_of_range(std::uint32_t value, std::size_t length) {
  constexpr std::array<std::uint32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
  return value < kSmallest.at(length) || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff);
}

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

}  // namespace

CodePoint first_code_point(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = sequence_length(first);
  if (length == 0 || length > text.size()) return {};
  if (length == 1) return {first, 1, true};
  std::uint32_t value = first & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xc0U) != 0x80U) return {};
    value = (value << 6U) | (next & 0x3fU);
  }
  if (overlong_or_out_of_range(value, length)) return {};
  return {value, length, true};
}

bool is_hidden(std::uint32_t code_point) {
  constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 12> kHidden{{{0x00, 0x1f},
                                                                             {0x7f, 0x9f},
                                                                             {0xad, 0xad},
                                                                             {0x61c, 0x61c},
                                                                             {0x180e, 0x180e},
                                                                             {0x200b, 0x200b},
                                                                             {0x200e, 0x200f},
                                                                             {0x2028, 0x202e},
                                                                             {0x2060, 0x2064},
                                                                             {0x2066, 0x206f},
                                                                             {0xfeff, 0xfeff},
                                                                             {0xfff9, 0xfffb}}};
  return std::any_of(kHidden.begin(), kHidden.end(), [code_point](const auto& range) {
    return code_point >= range.first && code_point <= range.second;
  });
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (!point.valid) return false;
    text.remove_prefix(point.length);
  }
  return true;
}

std::string clean_text(std::string_view text, std::size_t limit) {
  std::string clean;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    const std::string_view shown = point.valid ? text.substr(0, point.length) : kReplacement;
    if (!point.valid || !is_hidden(point.value)) {
      if (clean.size() + shown.size() > limit) break;
      clean.append(shown);
    }
    text.remove_prefix(point.length);
  }
  return clean;
}

}  // namespace magnetar::engine
