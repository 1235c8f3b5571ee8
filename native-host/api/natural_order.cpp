#include "api/natural_order.h"

#include <algorithm>

#include "base/text.h"

namespace magnetar::api {
namespace {

bool digit(char c) {
  return c >= '0' && c <= '9';
}

// Removes a run of digits from the front; returns it without leading zeros.
std::string_view take_number(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), digit);
  std::string_view number = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(number.size());
  number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
  return number;
}

int compare(std::string_view left, std::string_view right) {
  while (!left.empty() && !right.empty()) {
    if (digit(left.front()) && digit(right.front())) {
      const auto a = take_number(left);
      const auto b = take_number(right);
      if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
      if (const int order = a.compare(b); order != 0) return order;
      continue;
    }
    const auto a = static_cast<unsigned char>(base::lower(left.front()));
    const auto b = static_cast<unsigned char>(base::lower(right.front()));
    if (a != b) return a < b ? -1 : 1;
    left.remove_prefix(1);
    right.remove_prefix(1);
  }
  return static_cast<int>(right.empty()) - static_cast<int>(left.empty());
}

}  // namespace

bool natural_less(std::string_view left, std::string_view right) {
  const int order = compare(left, right);
  return order != 0 ? order < 0 : left < right;
}

}  // namespace magnetar::api
