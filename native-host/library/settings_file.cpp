#include "library/settings_file.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "base/atomic_file.h"
#include "base/log.h"
#include "base/text.h"

namespace magnetar::library {
namespace {

constexpr std::size_t kLargestFile = 256 * 1024;
constexpr std::size_t kMostIgnored = 16;
constexpr std::string_view kSpaces = " \t\r";

std::optional<SettingValue> typed(const SettingField& field, std::string_view text) {
  if (std::holds_alternative<bool Settings::*>(field.member)) {
    if (text == "true") return true;
    if (text == "false") return false;
    return std::nullopt;
  }
  if (std::holds_alternative<std::int64_t Settings::*>(field.member)) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
  }
  return std::string(text);
}

std::string text_of(const SettingValue& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  return std::get<std::string>(value);
}

bool apply_line(Settings& settings, std::string_view line) {
  const auto equals = line.find('=');
  if (equals == std::string_view::npos) return false;
  const auto key = base::trimmed(line.substr(0, equals), kSpaces);
  for (const auto& field : setting_fields()) {
    if (field.key != key) continue;
    const auto value = typed(field, base::trimmed(line.substr(equals + 1), kSpaces));
    return value && set_value(settings, key, *value).has_value();
  }
  return false;
}

/// The key of a line for messages to the person; "?" when it is not plain ASCII.
std::string key_of(std::string_view line) {
  const std::string key(base::trimmed(line.substr(0, line.find('=')), kSpaces).substr(0, 64));
  const bool plain = std::ranges::all_of(key, [](char c) { return c > ' ' && c < 0x7f; });
  return plain ? key : "?";
}

}  // namespace

LoadedSettings parse_settings(std::string_view text, Settings defaults) {
  LoadedSettings loaded{std::move(defaults), {}};
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = base::trimmed(text.substr(0, end), kSpaces);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (line.empty() || line.front() == '#') continue;
    if (apply_line(loaded.settings, line)) continue;
    base::log(base::LogLevel::warning, "library",
              "settings: line not understood: " + std::string(line.substr(0, 80)));
    if (loaded.ignored.size() < kMostIgnored) loaded.ignored.push_back(key_of(line));
  }
  return loaded;
}

std::string format_settings(const Settings& settings, const Settings& defaults) {
  std::string text = "# Magnetar settings. A missing line means the default.\n";
  for (const auto& field : setting_fields()) {
    const auto value = value_of(settings, field);
    if (value == value_of(defaults, field)) continue;
    text.append(field.key).append(" = ").append(text_of(value)).append("\n");
  }
  return text;
}

SettingsFile::SettingsFile(std::filesystem::path file, Settings defaults)
    : file_(std::move(file)), defaults_(std::move(defaults)) {}

LoadedSettings SettingsFile::load() const {
  base::remove_leftovers(file_);
  const auto text = base::read_file(file_, kLargestFile);
  if (text) return parse_settings(text.value(), defaults_);
  if (text.error().code == base::ErrorCode::not_found) return {defaults_, {}};
  base::log(base::LogLevel::warning, "library", "settings: " + text.error().message);
  return {defaults_, {file_.string()}};
}

base::Result<void> SettingsFile::save(const Settings& settings) const {
  return base::write_file(file_, format_settings(settings, defaults_));
}

}  // namespace magnetar::library
