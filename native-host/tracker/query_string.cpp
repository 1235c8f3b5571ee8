#include "tracker/query_string.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace magnetar::tracker {
namespace {

using base::Error;
using base::ErrorCode;

Error malformed(std::string_view problem) {
  return {ErrorCode::invalid_params, std::string(problem)};
}

std::optional<char> unescape(std::string_view hex) {
  unsigned char value = 0;
  const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), value, 16);
  if (hex.size() != 2 || error != std::errc{} || end != hex.data() + 2) return std::nullopt;
  return static_cast<char>(value);
}

bool is_visible(char c) {
  return c > 0x20 && c < 0x7f;
}

base::Result<std::string> decode(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size());
  while (!text.empty()) {
    if (!is_visible(text.front())) return malformed("The query holds a byte that is not percent-encoded.");
    const bool escaped = text.front() == '%';
    const auto byte = escaped ? unescape(text.substr(1, 2)) : std::optional<char>(text.front());
    if (!byte) return malformed("A percent sign of the query is not followed by two hex digits.");
    bytes += *byte;
    text.remove_prefix(escaped ? 3 : 1);
  }
  return bytes;
}

}  // namespace

base::Result<QueryString> QueryString::parse(std::string_view text) {
  QueryString query;
  while (!text.empty()) {
    const auto end = std::min(text.find('&'), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (part.empty()) continue;
    if (query.parameters_.size() == kMostParameters) return malformed("The query has too many parameters.");
    const auto equals = std::min(part.find('='), part.size());
    MAGNETAR_TRY(name, decode(part.substr(0, equals)));
    MAGNETAR_TRY(value, decode(part.substr(std::min(equals + 1, part.size()))));
    query.parameters_.emplace_back(std::move(name), std::move(value));
  }
  return query;
}

base::Result<std::string_view> QueryString::find(std::string_view name) const {
  const auto values = all(name);
  if (values.size() > 1) return malformed(std::string(name) + " is given twice.");
  return values.empty() ? std::string_view{} : values.front();
}

std::vector<std::string_view> QueryString::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& [key, value] : parameters_)
    if (key == name) values.emplace_back(value);
  return values;
}

std::string ticket_of(std::string_view url) {
  const auto mark = url.find('?');
  if (mark == std::string_view::npos) return {};
  const auto query = QueryString::parse(url.substr(mark + 1));
  if (!query) return {};
  const auto ticket = query.value().find("ticket");
  return ticket ? std::string(ticket.value()) : std::string();
}

}  // namespace magnetar::tracker
