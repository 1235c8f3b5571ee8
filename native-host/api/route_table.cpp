#include "api/route_table.h"

#include <algorithm>
#include <array>
#include <utility>

#include "api/route_numbers.h"
#include "http/viewer_name.h"

namespace magnetar::api {
namespace {

constexpr std::array<std::string_view, 8> kNumbers{"index", "second", "milliseconds", "begin", "end", "from",
                                                   "n",     "r"};

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  for (auto slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/')) {
    segments.push_back(path.substr(0, slash));
    path.remove_prefix(slash + 1);
  }
  segments.push_back(path);
  return segments;
}

}  // namespace

base::FileIndex RouteValues::file() const {
  return base::FileIndex{static_cast<std::int32_t>(number("index"))};
}

const std::string& RouteValues::text(std::string_view place) const {
  return texts_.at(std::string(place));
}

std::int64_t RouteValues::number(std::string_view place) const {
  return numbers_.at(std::string(place));
}

void RouteTable::add(std::string_view path, ErrorAnswer errors, Route route) {
  Entry entry{std::string(path), {}, errors, std::move(route)};
  for (const auto segment : segments_of(path)) entry.segments.push_back(parts_of(segment));
  entries_.push_back(std::move(entry));
}

RouteTable::Segment RouteTable::parts_of(std::string_view segment) {
  Segment parts;
  while (!segment.empty()) {
    const bool place = segment.front() == '<';
    const auto end = segment.find(place ? '>' : '<');
    const auto text = segment.substr(0, end);
    parts.push_back({std::string(place ? text.substr(1) : text), place});
    segment.remove_prefix(std::min(segment.size(), text.size() + (place ? 1 : 0)));
  }
  return parts;
}

std::vector<std::string> RouteTable::paths() const {
  std::vector<std::string> paths;
  for (const auto& entry : entries_) paths.push_back(entry.path);
  return paths;
}

bool RouteTable::take(const std::string& place, std::string_view text, RouteValues& values) {
  if (std::ranges::find(kNumbers, place) != kNumbers.end()) {
    const auto number = whole_number(text);
    if (!number || (place == "index" && !file_index(text))) return false;
    values.numbers_.insert_or_assign(place, *number);
    return true;
  }
  if (place == "player" && !http::is_viewer_name(text)) return false;
  values.texts_.insert_or_assign(place, std::string(text));
  return true;
}

// A place ends at the first occurrence of the text behind it.
bool RouteTable::fits(const Segment& segment, std::string_view text, RouteValues& values) {
  for (std::size_t at = 0; at < segment.size(); ++at) {
    const auto& part = segment[at];
    if (!part.place) {
      if (!text.starts_with(part.text)) return false;
      text.remove_prefix(part.text.size());
      continue;
    }
    const auto end = at + 1 < segment.size() ? text.find(segment[at + 1].text) : text.size();
    if (end == std::string_view::npos || !take(part.text, text.substr(0, end), values)) return false;
    text.remove_prefix(end);
  }
  return text.empty();
}

bool RouteTable::fits(const Entry& entry, const std::vector<std::string>& path, RouteValues& values) {
  return std::equal(entry.segments.begin(), entry.segments.end(), path.begin(), path.end(),
                    [&](const auto& segment, const auto& text) { return fits(segment, text, values); });
}

http::Answer RouteTable::answer(const http::Request& request) const {
  for (const auto& entry : entries_) {
    RouteValues values;
    if (!fits(entry, request.segments, values)) continue;
    auto answer = entry.route(request, values);
    return answer ? std::move(answer.value()) : error_answer(answer.error(), entry.errors);
  }
  return http::StatusAnswer{};
}

}  // namespace magnetar::api
