#pragma once
// The form of a viewer's name (docs/http.md), which goes into URLs as it is. Pure.

#include <algorithm>
#include <string_view>

namespace magnetar::http {

/// 1 to 32 of `A-Z a-z 0-9 _ -`.
[[nodiscard]] inline bool is_viewer_name(std::string_view name) {
  constexpr std::size_t kLongest = 32;
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  return !name.empty() && name.size() <= kLongest && std::ranges::all_of(name, fits);
}

}  // namespace magnetar::http
