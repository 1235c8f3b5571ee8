#pragma once
// library: data that survives a restart: settings, torrents, resume data, positions. Loop thread only; the
// daemon owns it.

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/error.h"

namespace magnetar::library {

/// All settings with their defaults. Meaning and units: docs/protocol.md, "Settings".
struct Settings {
  std::string listen_interfaces = "0.0.0.0:6881,[::]:6881";
  bool dht = true;
  bool lsd = true;
  bool port_mapping = true;
  bool utp = true;
  std::int64_t download_limit = 0;
  std::int64_t upload_limit = 0;
  std::int64_t connections_limit = 200;
  std::string cache_folder;
  std::int64_t cache_size = 20'000'000'000;
  bool only_watched = false;
  std::int64_t memory_limit = std::int64_t{96} << 20;
  std::int64_t idle_exit = 300;
  bool local_torrent_links = false;
  std::string web_peers = "on";  ///< "on", "off", or "film": only while a film is open
  std::string web_trackers;      ///< ws and wss URLs that are asked besides those of a torrent
  std::string stun_servers = "stun:stun.l.google.com:19302, stun:global.stun.twilio.com:3478";

  bool operator==(const Settings&) const = default;
};

using SettingValue = std::variant<bool, std::int64_t, std::string>;

/// A row of the table by which settings are read, written and checked.
struct SettingField {
  std::string_view key;
  std::variant<bool Settings::*, std::int64_t Settings::*, std::string Settings::*> member;
  std::int64_t smallest = 0;  ///< numbers only
  std::int64_t largest = 0;
  bool (*valid)(const std::string&) = nullptr;  ///< texts only
  std::string_view expected;                    ///< in words, for the error message
};

/// All settings, in the order in which they are shown.
[[nodiscard]] std::span<const SettingField> setting_fields();

[[nodiscard]] SettingValue value_of(const Settings& settings, const SettingField& field);

/// Sets one value after checking it. Errors: unknown_setting, bad_setting, both with the key as subject.
[[nodiscard]] base::Result<void> set_value(Settings& settings, std::string_view key,
                                           const SettingValue& value);

}  // namespace magnetar::library
