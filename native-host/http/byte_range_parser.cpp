#include "http/byte_range_parser.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "http/optional_whitespace.h"
#include "http/request_head.h"

namespace magnetar::http {
namespace {

constexpr std::size_t kRangeLimit = 16;
constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();

/// One range-spec: "first-last", "first-" or "-length".
struct Spec {
  std::optional<std::int64_t> first;
  std::optional<std::int64_t> last;
};

/// A number of any length; a value above 2^63-1 becomes 2^63-1, which lies behind the end of every file.
std::optional<std::int64_t> parse_number(std::string_view digits) {
  if (digits.empty()) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    const int digit = c - '0';
    value = value > (kLargest - digit) / 10 ? kLargest : value * 10 + digit;
  }
  return value;
}

std::optional<Spec> parse_spec(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto before = text.substr(0, dash);
  const auto after = text.substr(dash + 1);
  const Spec spec{parse_number(before), parse_number(after)};
  if ((!before.empty() && !spec.first) || (!after.empty() && !spec.last)) return std::nullopt;
  if (!spec.first && !spec.last) return std::nullopt;
  if (spec.first && spec.last && *spec.first > *spec.last) return std::nullopt;
  return spec;
}

/// The range-specs of "bytes=…"; no value when the header is malformed or has too many.
std::optional<std::vector<Spec>> parse_header(std::string_view header) {
  const auto equals = header.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  if (!equals_ignoring_case(header.substr(0, equals), "bytes")) return std::nullopt;
  header.remove_prefix(equals + 1);
  std::vector<Spec> specs;
  for (bool more = true; more;) {
    const auto comma = header.find(',');
    const auto item = without_optional_whitespace(header.substr(0, comma));
    more = comma != std::string_view::npos;
    if (more) header.remove_prefix(comma + 1);
    if (item.empty()) continue;  // RFC 9110 5.6.1.2: empty list elements are skipped
    const auto spec = parse_spec(item);
    if (!spec || specs.size() == kRangeLimit) return std::nullopt;
    specs.push_back(*spec);
  }
  if (specs.empty()) return std::nullopt;
  return specs;
}

/// The bytes of a range-spec; empty when it cannot be satisfied.
base::ByteRange resolve(const Spec& spec, std::int64_t size) {
  if (!spec.first) return {size - std::min(*spec.last, size), size};
  if (*spec.first >= size) return {};
  return {*spec.first, spec.last ? std::min(*spec.last, size - 1) + 1 : size};
}

/// Adds a range. Ranges that overlap or touch it are merged, at the place of the first of them.
void join(std::vector<base::ByteRange>& ranges, base::ByteRange added) {
  const auto meets = [&added](const base::ByteRange& other) {
    return added.begin <= other.end && other.begin <= added.end;
  };
  auto index = std::ssize(ranges);
  // A merged range is larger, so it may meet further ranges.
  for (auto met = std::ranges::find_if(ranges, meets); met != ranges.end();
       met = std::ranges::find_if(ranges, meets)) {
    index = std::min(index, met - ranges.begin());
    added = {std::min(added.begin, met->begin), std::max(added.end, met->end)};
    ranges.erase(met);
  }
  ranges.insert(ranges.begin() + std::min(index, std::ssize(ranges)), added);
}

}  // namespace

RangeSelection select_ranges(std::string_view header, std::int64_t size) {
  const auto specs = parse_header(header);
  if (!specs) return WholeFile{};
  std::vector<base::ByteRange> ranges;
  for (const auto& spec : *specs) {
    if (const auto range = resolve(spec, size); !range.empty()) join(ranges, range);
  }
  if (ranges.empty()) return Unsatisfiable{};
  return ranges;
}

}  // namespace magnetar::http
