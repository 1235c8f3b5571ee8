#pragma once
// Settings as a text file that a person can edit: one "key = value" a line, '#' begins a comment.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "library/settings.h"

namespace magnetar::library {

/// The result of reading a file.
struct LoadedSettings {
  Settings settings;
  /// Keys of lines that were not understood, or the lines themselves; these settings have their defaults.
  std::vector<std::string> ignored;
};

/// Reads settings over `defaults`. Lines that are not understood are skipped.
[[nodiscard]] LoadedSettings parse_settings(std::string_view text, Settings defaults);

/// The text of all settings that differ from `defaults`.
[[nodiscard]] std::string format_settings(const Settings& settings, const Settings& defaults);

/// The settings.conf of one user.
class SettingsFile {
 public:
  SettingsFile(std::filesystem::path file, Settings defaults);

  /// A missing or unreadable file gives the defaults; the path of an unreadable one is in `ignored`. Removes
  /// temporary files of killed writes beside it.
  [[nodiscard]] LoadedSettings load() const;
  /// After success the settings survive a crash. Errors: io_error, disk_full.
  [[nodiscard]] base::Result<void> save(const Settings& settings) const;

 private:
  std::filesystem::path file_;
  Settings defaults_;
};

}  // namespace magnetar::library
