#include "app/cli/setting_value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "app/cli/format.h"

namespace magnetar::app::cli {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using nlohmann::json;

constexpr double kLargest = 9.0e15;  // a double, also in JavaScript, has every integer up to this one

template <class T, std::size_t N>
const T* look_up(const std::array<std::pair<std::string_view, T>, N>& table, std::string_view key) {
  const auto found = std::ranges::find(table, key, [](const auto& entry) { return entry.first; });
  return found == table.end() ? nullptr : &found->second;
}

constexpr std::array<std::pair<std::string_view, bool>, 8> kSwitches{{
    {"true", true},
    {"on", true},
    {"yes", true},
    {"1", true},
    {"false", false},
    {"off", false},
    {"no", false},
    {"0", false},
}};

constexpr double kKibi = 1024;
constexpr std::array<std::pair<std::string_view, double>, 15> kSuffixes{{
    {"", 1},
    {"B", 1},
    {"k", 1e3},
    {"K", 1e3},
    {"kB", 1e3},
    {"M", 1e6},
    {"MB", 1e6},
    {"G", 1e9},
    {"GB", 1e9},
    {"T", 1e12},
    {"TB", 1e12},
    {"KiB", kKibi},
    {"MiB", kKibi* kKibi},
    {"GiB", kKibi* kKibi* kKibi},
    {"TiB", kKibi* kKibi* kKibi* kKibi},
}};

std::optional<std::int64_t> parse_number(std::string_view text) {
  double number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc{}) return std::nullopt;
  std::string_view suffix = text.substr(static_cast<std::size_t>(end - text.data()));
  if (suffix.starts_with(' ')) suffix.remove_prefix(1);
  const double* factor = look_up(kSuffixes, suffix);
  if (factor == nullptr) return std::nullopt;
  const double value = number * *factor;
  if (!(std::abs(value) <= kLargest) || value != std::floor(value)) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

Error expected(std::string_view key, const char* what) {
  return {ErrorCode::bad_setting, "The setting " + std::string(key) + " is " + what + ".", std::string(key)};
}

enum class Unit { bytes, rate, seconds };
constexpr std::array<std::pair<std::string_view, Unit>, 5> kUnits{{
    {"download_limit", Unit::rate},
    {"upload_limit", Unit::rate},
    {"cache_size", Unit::bytes},
    {"memory_limit", Unit::bytes},
    {"idle_exit", Unit::seconds},
}};

}  // namespace

Result<json> parse_setting(std::string_view key, std::string_view text, const json& like) {
  if (like.is_boolean()) {
    if (const bool* value = look_up(kSwitches, text)) return json(*value);
    return expected(key, "true or false");
  }
  if (like.is_number()) {
    if (const auto value = parse_number(text)) return json(*value);
    return expected(key, "a whole number; K, M, G, KiB, MiB or GiB may follow");
  }
  return json(std::string(text));
}

std::string setting_text(const json& value) {
  if (value.is_string()) return printable(value.get_ref<const std::string&>());
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string setting_remark(std::string_view key, const json& value) {
  const Unit* unit = look_up(kUnits, key);
  if (unit == nullptr || !value.is_number()) return {};
  const auto number = value.get<std::int64_t>();
  if (number == 0) return *unit == Unit::seconds ? "never" : "no limit";
  if (*unit == Unit::bytes) return format_bytes(number);
  if (*unit == Unit::rate) return format_rate(number);
  return format_duration(std::chrono::seconds(number));
}

}  // namespace magnetar::app::cli
