#pragma once
// The natural order of names: "Episode 2" before "Episode 10".

#include <string_view>

namespace magnetar::api {

/// Compares runs of digits by value and ASCII letters without regard to case; a strict weak order.
[[nodiscard]] bool natural_less(std::string_view left, std::string_view right);

}  // namespace magnetar::api
