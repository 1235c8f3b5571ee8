#include "media/recordings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <limits>
#include <optional>

#include "media/time_limits.h"

namespace magnetar::media {
namespace {

// When the measured and the listed length differ by more seconds, the listed one is trusted.
constexpr double kMostEarly = 2;
constexpr double kMostLate = 60;

/// Takes the part before the separator off the front, and the separator.
std::string_view take_until(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const auto part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

template <class Number>
bool read_number(std::string_view text, Number& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && value >= 0;
}

std::vector<std::string> names_of(std::string_view text) {
  std::vector<std::string> names;
  while (!text.empty()) names.emplace_back(take_until(text, ','));
  return names;
}

std::optional<Recording> recording_of(std::string_view text) {
  Recording one;
  if (!read_number(take_until(text, '@'), one.begin) || !read_number(take_until(text, '='), one.at))
    return std::nullopt;
  one.picture = take_until(text, '/');
  one.sounds = names_of(take_until(text, '/'));
  if (!read_number(text, one.subtitles) || one.at > kLongestSeconds) return std::nullopt;
  return one;
}

/// Later recordings begin later in the file, and not earlier in the film.
bool in_order(const std::vector<Recording>& list) {
  return std::adjacent_find(list.begin(), list.end(), [](const auto& one, const auto& next) {
           return next.begin <= one.begin || next.at < one.at;
         }) == list.end();
}

}  // namespace

const Recording* recording_at(const std::vector<Recording>& list, double at) {
  const auto next = std::upper_bound(list.begin(), list.end(), at,
                                     [](double time, const auto& one) { return time < one.at; });
  if (list.empty()) return nullptr;
  return next == list.begin() ? &list.front() : &*std::prev(next);
}

const Recording* recording_after(const std::vector<Recording>& list, double at) {
  const auto* here = recording_at(list, at);
  return here == nullptr || here == &list.back() ? nullptr : here + 1;
}

std::vector<double> joints_of(const std::vector<Recording>& list) {
  std::vector<double> joints;
  for (const auto& one : list) {
    if (one.at > list.front().at) joints.push_back(one.at);
  }
  return joints;
}

void begin_next_at(std::vector<Recording>& list, double at, double end) {
  const auto* next = recording_after(list, at);
  if (next == nullptr || end < next->at - kMostEarly || end > next->at + kMostLate) return;
  const auto late = end - next->at;
  for (auto behind = list.begin() + (next - list.data()); behind != list.end(); ++behind) behind->at += late;
}

std::string byte_range(const Recording& recording, const Recording* next) {
  constexpr auto kEnd = std::numeric_limits<std::int64_t>::max();
  return std::to_string(recording.begin) + "-" + std::to_string(next != nullptr ? next->begin : kEnd);
}

std::string text_of(const std::vector<Recording>& list) {
  std::string text;
  for (const auto& one : list) {
    std::array<char, 64> place{};
    std::snprintf(place.data(), place.size(), "%lld@%.3f=", static_cast<long long>(one.begin), one.at);
    text += (text.empty() ? "" : ";") + std::string(place.data()) + one.picture + "/";
    for (const auto& sound : one.sounds) text += (text.back() == '/' ? "" : ",") + sound;
    text += "/" + std::to_string(one.subtitles);
  }
  return text;
}

std::vector<Recording> recordings_of(std::string_view text) {
  std::vector<Recording> list;
  while (!text.empty()) {
    auto one = recording_of(take_until(text, ';'));
    if (!one || list.size() >= kMostRecordings) return {};
    list.push_back(std::move(*one));
  }
  return in_order(list) ? list : std::vector<Recording>();
}

}  // namespace magnetar::media
