#include "http/range_answer.h"

#include <time.h>

#include <algorithm>
#include <charconv>

namespace magnetar::http {
namespace {

std::optional<std::int64_t> take_number(std::string_view& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || value < 0 || text.front() == '-') return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

}  // namespace

std::optional<ContentRange> parse_content_range(std::string_view value) {
  ContentRange range;
  if (!take(value, "bytes ") || value.empty()) return std::nullopt;
  const auto first = take_number(value);
  if (!first || !take(value, "-") || value.empty()) return std::nullopt;
  const auto last = take_number(value);
  if (!last || *last < *first || !take(value, "/") || value.empty()) return std::nullopt;
  range.first = *first;
  range.last = *last;
  if (value == "*") return range;
  range.total = take_number(value);
  if (!range.total || !value.empty() || *range.total <= range.last) return std::nullopt;
  return range;
}

std::optional<base::Duration> parse_retry_after(std::string_view value, std::int64_t now) {
  if (value.empty()) return std::nullopt;
  constexpr std::int64_t kLongest = 24 * 60 * 60;
  std::string_view rest = value;
  if (const auto seconds = take_number(rest); seconds && rest.empty())
    return std::chrono::seconds(std::min(*seconds, kLongest));
  std::tm date{};
  const std::string text(value);
  const char* const end = ::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &date);
  if (end == nullptr || *end != '\0') return std::nullopt;
  return std::chrono::seconds(std::clamp<std::int64_t>(::timegm(&date) - now, 0, kLongest));
}

}  // namespace magnetar::http
