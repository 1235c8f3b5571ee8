#pragma once
// The blanks and tabs that may stand around a field's value (OWS, RFC 9110 5.6.3).

#include <algorithm>
#include <string_view>

namespace magnetar::http {

[[nodiscard]] inline std::string_view without_optional_whitespace(std::string_view text) {
  const auto begin = std::min(text.find_first_not_of(" \t"), text.size());
  const auto end = text.find_last_not_of(" \t") + 1;
  return text.substr(begin, end > begin ? end - begin : 0);
}

}  // namespace magnetar::http
