#pragma once
// ASCII text that protocols and files are made of. Pure; what is not ASCII stays as it is.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace magnetar::base {

[[nodiscard]] constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

[[nodiscard]] inline std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) { return lower(c); });
  return result;
}

[[nodiscard]] inline bool equals_ignoring_case(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, [](char a, char b) { return lower(a) == lower(b); });
}

/// Without the `spaces` around it.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text, std::string_view spaces) {
  const auto first = text.find_first_not_of(spaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

/// The parts of a list whose separators are commas and spaces; none is empty.
[[nodiscard]] inline std::vector<std::string> split_list(std::string_view text) {
  constexpr std::string_view kSeparators = ", ";
  std::vector<std::string> parts;
  for (auto begin = text.find_first_not_of(kSeparators); begin != std::string_view::npos;) {
    const auto end = std::min(text.find_first_of(kSeparators, begin), text.size());
    parts.emplace_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(kSeparators, end);
  }
  return parts;
}

}  // namespace magnetar::base
