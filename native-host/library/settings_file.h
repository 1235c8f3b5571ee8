#pragma once
// Settings as a text file that a person can edit: one "key = value" a line, '#' begins a comment.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "library/settings.h"

namespace magnetar::library {

/// What a file gave.
struct LoadedSettings {
  Settings settings;
  /// The keys of lines that were not understood, or the lines: these settings have their default.
  std::vector<std::string> ignored;
};

/// Reads settings over `defaults`. A line that is not understood is left out; the rest counts.
[[nodiscard]] LoadedSettings parse_settings(std::string_view text, Settings defaults);

/// The text of all settings that differ from `defaults`.
[[nodiscard]] std::string format_settings(const Settings& settings, const Settings& defaults);

/// The settings.conf of one user.
class SettingsFile {
 public:
  SettingsFile(std::filesystem::path file, Settings defaults);

  /// A missing file means the defaults, and so does one that cannot be read: its path is then what was
  /// ignored. Removes what writes that were killed have left beside it.
  [[nodiscard]] LoadedSettings load() const;
  /// Once it returns success the settings survive a crash. Errors: io_error, disk_full.
  [[nodiscard]] base::Result<void> save(const Settings& settings) const;

 private:
  std::filesystem::path file_;
  Settings defaults_;
};

}  // namespace magnetar::library
