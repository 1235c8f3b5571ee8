#pragma once
// The head of an HTTP request as values.

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace magnetar::http {

/// Compares field names, units and hosts ignoring ASCII case.
[[nodiscard]] inline bool equals_ignoring_case(std::string_view left, std::string_view right) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(left, right, {}, lower, lower);
}

/// A request whose form and size have been checked; its meaning has not.
struct RequestHead {
  std::string method;
  std::string target;
  bool keep_alive = false;
  std::vector<std::pair<std::string, std::string>> fields = {};

  /// All values of a field, in the order they came.
  [[nodiscard]] std::vector<std::string_view> values(std::string_view name) const {
    std::vector<std::string_view> found;
    for (const auto& [field, value] : fields) {
      if (equals_ignoring_case(field, name)) found.emplace_back(value);
    }
    return found;
  }
};

}  // namespace magnetar::http
