#include "media/subtitle_times.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"
#include "media/subtitle_text.h"
#include "media/time_limits.h"

namespace magnetar::media {
namespace {

constexpr std::size_t kMostDigits = 9;
constexpr std::string_view kBlank = " \t\r";
constexpr std::string_view kDigits = "0123456789";

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

std::string_view behind_blank(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(kBlank), text.size()));
}

/// The numbers of a time, and the separator before the last one.
struct Parts {
  std::array<double, 4> numbers{};
  std::size_t count = 0;
  char last_sign = 0;
  std::size_t last_digits = 0;
};

/// Takes the separator between two numbers of a time, when a number follows.
std::optional<char> take_sign(std::string_view& text) {
  const auto sign = behind_blank(text);
  if (sign.empty() || std::string_view(":.,;").find(sign[0]) == std::string_view::npos) return std::nullopt;
  const auto number = behind_blank(sign.substr(1));
  if (number.empty() || !is_digit(number[0])) return std::nullopt;
  text = number;
  return sign[0];
}

std::optional<Parts> take_parts(std::string_view& text) {
  Parts parts;
  for (;;) {
    const auto before = text.size();
    const auto number = take_number(text);
    if (!number || parts.count == parts.numbers.size()) return std::nullopt;
    parts.numbers.at(parts.count++) = *number;
    parts.last_digits = before - text.size();
    // A time ends behind its fraction: "00:00:01.00,00:00:03.00".
    if (parts.last_sign == '.' || parts.last_sign == ',') return parts;
    const auto sign = take_sign(text);
    if (!sign) return parts;
    parts.last_sign = *sign;
  }
}

/// Whether the last number is a fraction of a second.
bool has_fraction(const Parts& parts) {
  return parts.last_sign == '.' || parts.last_sign == ',' ||
         (parts.last_sign == ';' && parts.last_digits == 3) || (parts.count == 4 && parts.last_digits == 3);
}

std::optional<double> seconds_of(const Parts& parts) {
  const bool fraction = has_fraction(parts);
  const auto whole = parts.count - (fraction ? 1 : 0);
  if (whole == 0 || whole > 3 || parts.count < 2) return std::nullopt;
  double seconds = 0;
  for (std::size_t n = 0; n < whole; ++n) seconds = seconds * 60 + parts.numbers.at(n);
  if (fraction) seconds += parts.numbers.at(whole) / std::pow(10.0, static_cast<double>(parts.last_digits));
  return seconds <= kLongestSeconds ? std::optional(seconds) : std::nullopt;
}

/// Takes one character of an arrow's shaft: "-" or a dash that editors replace it with.
bool take_dash(std::string_view& text) {
  for (const std::string_view dash : {"-", "=", " ", "\t", "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x88\x92"}) {
    if (!text.starts_with(dash)) continue;
    text.remove_prefix(dash.size());
    return true;
  }
  return false;
}

bool take_arrow(std::string_view& text) {
  auto rest = text;
  while (take_dash(rest)) {
  }
  const bool shaft = behind_blank(text).size() > rest.size();
  for (const std::string_view head : {">", "&gt;", "\xE2\x86\x92"}) {
    if (!rest.starts_with(head) || (!shaft && head != "\xE2\x86\x92")) continue;
    rest.remove_prefix(head.size());
    text = behind_blank(rest);
    return true;
  }
  return false;
}

/// Whether a line was meant as times: a number with ":" before an arrow.
bool looks_like_times(std::string_view line) {
  const auto left = line.substr(0, line.find('>'));
  return left.size() < line.size() && left.find(':') != std::string_view::npos && left.ends_with('-') &&
         left.find_first_not_of("0123456789:.,; -\t") == std::string_view::npos;
}

/// The times of SubViewer and of YouTube's SBV.
std::optional<CueTimes> times_with_comma(std::string_view line) {
  const auto comma = line.find(',');
  if (comma == std::string_view::npos || line.find('.') > comma) return std::nullopt;
  const auto start = clock_of(line.substr(0, comma));
  const auto end = clock_of(line.substr(comma + 1));
  return start && end ? std::optional(CueTimes{start, end}) : std::nullopt;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return base::trimmed(text, kBlank);
}

std::string_view take_until(std::string_view& text, char end) {
  const auto at = std::min(text.find(end), text.size());
  const auto part = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return part;
}

std::string_view take_line(std::string_view& text) {
  const auto end = std::min(text.find_first_of("\r\n"), text.size());
  const auto line = text.substr(0, end);
  text.remove_prefix(end);
  constexpr std::size_t kLongestEnd = 3;
  const auto feed = text.substr(0, kLongestEnd).find_first_not_of('\r');
  const bool fed = feed != std::string_view::npos && text[feed] == '\n';
  text.remove_prefix(fed ? feed + 1 : std::min<std::size_t>(1, text.size()));
  return trimmed(line);
}

std::optional<double> take_number(std::string_view& text) {
  const auto size = std::min(text.find_first_not_of(kDigits), text.size());
  if (size == 0 || size > kMostDigits) return std::nullopt;
  double number = 0;
  for (const char digit : text.substr(0, size)) number = number * 10 + (digit - '0');
  text.remove_prefix(size);
  return number;
}

std::optional<double> take_clock(std::string_view& text) {
  auto rest = text;
  const auto parts = take_parts(rest);
  const auto seconds = parts ? seconds_of(*parts) : std::nullopt;
  if (seconds) text = rest;
  return seconds;
}

std::optional<double> clock_of(std::string_view text) {
  text = trimmed(text);
  const auto seconds = take_clock(text);
  return text.empty() ? seconds : std::nullopt;
}

std::optional<CueTimes> cue_times(std::string_view line) {
  if (line.empty() || (!is_digit(line[0]) && line[0] != '-')) return std::nullopt;
  auto rest = line;
  const auto start = take_clock(rest);
  if (start && take_arrow(rest)) {
    if (const auto end = take_clock(rest)) return CueTimes{start, end};
  }
  if (const auto pair = times_with_comma(line)) return pair;
  return looks_like_times(line) ? std::optional(CueTimes{}) : std::nullopt;
}

}  // namespace magnetar::media
