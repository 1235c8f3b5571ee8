#pragma once
// The head of an HTTP request as values.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"

namespace magnetar::http {

using base::equals_ignoring_case;

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
