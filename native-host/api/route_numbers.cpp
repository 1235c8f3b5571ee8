#include "api/route_numbers.h"

#include <charconv>
#include <limits>

namespace magnetar::api {

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || text.starts_with('-')) return std::nullopt;
  return number;
}

std::optional<base::FileIndex> file_index(std::string_view text) {
  const auto number = whole_number(text);
  if (!number || *number > std::numeric_limits<std::int32_t>::max()) return std::nullopt;
  return base::FileIndex{static_cast<std::int32_t>(*number)};
}

}  // namespace magnetar::api
