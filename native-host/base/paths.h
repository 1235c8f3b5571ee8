#pragma once
// Folders by the XDG Base Directory Specification. Only make_private_folder() creates one.

#include <filesystem>

#include "base/error.h"

namespace magnetar::base {

/// The folders of this user, all absolute.
struct Paths {
  std::filesystem::path config;   ///< $XDG_CONFIG_HOME/magnetar: settings
  std::filesystem::path state;    ///< $XDG_STATE_HOME/magnetar: library, session state, log
  std::filesystem::path cache;    ///< $XDG_CACHE_HOME/magnetar: films
  std::filesystem::path runtime;  ///< $XDG_RUNTIME_DIR/magnetar, else a private folder under the state folder

  [[nodiscard]] std::filesystem::path socket() const { return runtime / "engine.sock"; }
  [[nodiscard]] std::filesystem::path lock() const { return runtime / "engine.lock"; }
  [[nodiscard]] std::filesystem::path log() const { return state / "daemon.log"; }
};

/// Reads the environment. Errors: not_found when neither the XDG variable nor HOME is set. Relative values
/// are ignored, as the specification asks.
[[nodiscard]] Result<Paths> user_paths();

/// The person's downloads folder: XDG_DOWNLOAD_DIR of user-dirs.dirs, else "Downloads" in the home folder.
/// Errors: not_found without HOME.
[[nodiscard]] Result<std::filesystem::path> downloads_folder();

/// Makes a folder with mode 0700, or checks that an existing one is this user's and tightens its mode.
/// Symbolic links are refused.
[[nodiscard]] Result<void> make_private_folder(const std::filesystem::path& folder);

}  // namespace magnetar::base
