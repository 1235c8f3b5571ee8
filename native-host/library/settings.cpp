#include "library/settings.h"

#include <algorithm>
#include <array>
#include <limits>

#include "base/listen_interfaces.h"
#include "base/text.h"

namespace magnetar::library {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::int64_t kLargeNumber = std::int64_t{1} << 50;
constexpr std::size_t kLongestText = 4096;
constexpr std::size_t kMostWebTrackers = 8;
constexpr std::size_t kMostStunServers = 8;

bool printable(const std::string& text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

bool absolute_path(const std::string& text) {
  return !text.empty() && text.front() == '/' && text.size() <= kLongestText && printable(text);
}

bool listen_interfaces(const std::string& text) {
  return text.size() <= kLongestText && base::parse_listen_interfaces(text).has_value();
}

bool times_of_web_peers(const std::string& text) {
  return text == "on" || text == "off" || text == "film";
}

template <class Fits>
bool list_of(const std::string& text, std::size_t most, Fits fits) {
  const bool ascii = std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
  if (text.size() > kLongestText || !ascii) return false;
  const auto parts = base::split_list(text);
  return parts.size() <= most && std::ranges::all_of(parts, fits);
}

bool web_trackers(const std::string& text) {
  return list_of(text, kMostWebTrackers, [](const std::string& url) {
    return (url.starts_with("ws://") && url.size() > 5) || (url.starts_with("wss://") && url.size() > 6);
  });
}

bool stun_servers(const std::string& text) {
  return list_of(text, kMostStunServers, [](const std::string& uri) {
    return (uri.starts_with("stun:") && uri.size() > 5) || (uri.starts_with("stuns:") && uri.size() > 6);
  });
}

const std::array<SettingField, 17>& table() {
  static const std::array<SettingField, 17> fields{{
      {"listen_interfaces", &Settings::listen_interfaces, 0, 0, &listen_interfaces,
       "up to 16 times address:port or device:port, separated by commas"},
      {"dht", &Settings::dht, 0, 0, nullptr, "true or false"},
      {"lsd", &Settings::lsd, 0, 0, nullptr, "true or false"},
      {"port_mapping", &Settings::port_mapping, 0, 0, nullptr, "true or false"},
      {"utp", &Settings::utp, 0, 0, nullptr, "true or false"},
      {"download_limit", &Settings::download_limit, 0, std::numeric_limits<int>::max(), nullptr,
       "bytes per second, 0 for none"},
      {"upload_limit", &Settings::upload_limit, 0, std::numeric_limits<int>::max(), nullptr,
       "bytes per second, 0 for none"},
      {"connections_limit", &Settings::connections_limit, 2, 10000, nullptr, "a number from 2 to 10000"},
      {"cache_folder", &Settings::cache_folder, 0, 0, &absolute_path, "an absolute path"},
      {"cache_size", &Settings::cache_size, 0, kLargeNumber, nullptr, "bytes, 0 for no limit"},
      {"only_watched", &Settings::only_watched, 0, 0, nullptr, "true or false"},
      {"memory_limit", &Settings::memory_limit, std::int64_t{1} << 20, std::int64_t{1} << 40, nullptr,
       "bytes, at least 1 MiB"},
      {"idle_exit", &Settings::idle_exit, 0, 31536000, nullptr, "seconds, 0 for never"},
      {"local_torrent_links", &Settings::local_torrent_links, 0, 0, nullptr, "true or false"},
      {"web_peers", &Settings::web_peers, 0, 0, &times_of_web_peers, "on, off or film"},
      {"web_trackers", &Settings::web_trackers, 0, 0, &web_trackers,
       "up to 8 URLs that begin with ws:// or wss://, separated by commas"},
      {"stun_servers", &Settings::stun_servers, 0, 0, &stun_servers,
       "up to 8 addresses such as stun:stun.example.org:3478, separated by commas"},
  }};
  return fields;
}

Result<void> checked_set(Settings& settings, const SettingField& field, const SettingValue& value) {
  const auto bad = [&field] {
    return Error{ErrorCode::bad_setting, std::string(field.key) + " must be " + std::string(field.expected),
                 std::string(field.key)};
  };
  if (const auto* flag = std::get_if<bool Settings::*>(&field.member)) {
    if (!std::holds_alternative<bool>(value)) return bad();
    settings.** flag = std::get<bool>(value);
  } else if (const auto* number = std::get_if<std::int64_t Settings::*>(&field.member)) {
    const auto* given = std::get_if<std::int64_t>(&value);
    if (given == nullptr || *given < field.smallest || *given > field.largest) return bad();
    settings.** number = *given;
  } else {
    const auto* given = std::get_if<std::string>(&value);
    if (given == nullptr || !field.valid(*given)) return bad();
    settings.*std::get<std::string Settings::*>(field.member) = *given;
  }
  return base::success();
}

}  // namespace

std::span<const SettingField> setting_fields() {
  return table();
}

SettingValue value_of(const Settings& settings, const SettingField& field) {
  return std::visit([&](auto member) -> SettingValue { return settings.*member; }, field.member);
}

Result<void> set_value(Settings& settings, std::string_view key, const SettingValue& value) {
  const auto fields = setting_fields();
  const auto field = std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return f.key == key; });
  if (field == fields.end()) {
    return Error{ErrorCode::unknown_setting, "there is no setting of this name",
                 std::string(key.substr(0, 64))};
  }
  return checked_set(settings, *field, value);
}

}  // namespace magnetar::library
