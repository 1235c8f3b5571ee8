#include "app/cli/format.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace magnetar::app::cli {
namespace {

constexpr std::array<const char*, 5> kUnits{"B", "kB", "MB", "GB", "TB"};

// Returns the bytes in UTF-8 of a character that must not reach a terminal: controls, and the marks
// U+202A–202E and U+2066–2069. Returns 0 for other characters.
std::size_t dangerous_bytes(std::string_view rest) {
  const auto byte = [&](std::size_t at) {
    return at < rest.size() ? static_cast<unsigned char>(rest[at]) : 0U;
  };
  if (byte(0) < 0x20 || byte(0) == 0x7f) return 1;
  if (byte(0) == 0xc2 && byte(1) >= 0x80 && byte(1) <= 0x9f) return 2;
  if (byte(0) == 0xe2 && byte(1) == 0x80 && byte(2) >= 0xaa && byte(2) <= 0xae) return 3;
  if (byte(0) == 0xe2 && byte(1) == 0x81 && byte(2) >= 0xa6 && byte(2) <= 0xa9) return 3;
  return 0;
}

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

std::string two_units(std::int64_t large, const char* large_unit, std::int64_t small,
                      const char* small_unit) {
  std::string text = std::to_string(large) + " " + large_unit;
  if (small > 0) text += " " + std::to_string(small) + " " + small_unit;
  return text;
}

}  // namespace

std::string format_bytes(std::int64_t bytes) {
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  // A value that would be rounded to 1000 gets the next unit.
  for (; value >= (unit == 0 ? 1000.0 : 999.95) && unit + 1 < kUnits.size(); ++unit) value /= 1000;
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), unit == 0 ? "%.0f %s" : "%.1f %s", value, kUnits.at(unit));
  return text.data();
}

std::string format_rate(std::int64_t bytes_per_second) {
  return format_bytes(bytes_per_second) + "/s";
}

std::string format_percent(double part) {
  const double percent = std::floor(std::clamp(part, 0.0, 1.0) * 100);
  return std::to_string(static_cast<int>(percent)) + " %";
}

std::string format_duration(std::chrono::seconds duration) {
  const std::int64_t seconds = std::max<std::int64_t>(0, duration.count());
  if (seconds < 60) return std::to_string(seconds) + " s";
  if (seconds < 3600) return two_units(seconds / 60, "min", seconds % 60, "s");
  if (seconds < 86400) return two_units(seconds / 3600, "h", seconds % 3600 / 60, "min");
  return two_units(seconds / 86400, "d", seconds % 86400 / 3600, "h");
}

std::string printable(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  while (!text.empty()) {
    const std::size_t dangerous = dangerous_bytes(text);
    safe.push_back(dangerous > 0 ? '?' : text.front());
    text.remove_prefix(std::max<std::size_t>(1, dangerous));
  }
  return safe;
}

std::string shorten(std::string_view text, std::size_t columns) {
  const auto starts = [](char c) { return !continues_character(c); };
  if (static_cast<std::size_t>(std::ranges::count_if(text, starts)) <= columns) return std::string(text);
  std::size_t end = 0;
  for (std::size_t used = 0; end < text.size(); ++end) {
    if (starts(text[end]) && ++used == columns) break;
  }
  return std::string(text.substr(0, end)) + "…";
}

}  // namespace magnetar::app::cli
