#pragma once
// What registration must know of this machine and this user, gathered once.

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
  std::vector<std::filesystem::path> command_folders;  ///< where programs are looked for
  std::filesystem::path program;                       ///< the running program, links resolved
  /// The program that browsers start; it lies beside the running one.
  [[nodiscard]] std::filesystem::path host() const { return program.parent_path() / "magnetar-host"; }
};

/// Reads the environment. not_found when HOME says nothing.
[[nodiscard]] base::Result<Surroundings> look_around();

/// The column of the browser table that holds here: "linux" or "macos".
[[nodiscard]] std::string_view system_name();

/// Whether `file` is a file that this user may execute.
[[nodiscard]] bool is_executable(const std::filesystem::path& file);

/// The first `name` in `folders` that can be executed; empty when there is none.
[[nodiscard]] std::filesystem::path find_command(const std::string& name,
                                                 const std::vector<std::filesystem::path>& folders);

}  // namespace magnetar::app::registration
