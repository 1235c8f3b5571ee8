#pragma once
// The facts about this machine and this user that registration needs, collected once.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace magnetar::app::registration {

/// A value, so that tests describe a machine of their own.
struct Surroundings {
  std::filesystem::path home;                          ///< {home}
  std::filesystem::path config;                        ///< {config}: $XDG_CONFIG_HOME
  std::vector<std::filesystem::path> command_folders;  ///< folders that are searched for programs
  std::filesystem::path program;                       ///< the running program, with symbolic links resolved
  /// Returns the native messaging host, which lies beside the running program.
  [[nodiscard]] std::filesystem::path host() const { return program.parent_path() / "magnetar-host"; }
};

/// Reads the environment. Errors: not_found when HOME is not set.
[[nodiscard]] base::Result<Surroundings> look_around();

/// Returns the column of the browser table for this system: "linux" or "macos".
[[nodiscard]] std::string_view system_name();

/// Whether `file` is a file that this user may execute.
[[nodiscard]] bool is_executable(const std::filesystem::path& file);

/// Returns the first executable `name` in `folders`; empty when there is none.
[[nodiscard]] std::filesystem::path find_command(const std::string& name,
                                                 const std::vector<std::filesystem::path>& folders);

}  // namespace magnetar::app::registration
