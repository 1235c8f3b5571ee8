#pragma once
// Where things lie, by the XDG Base Directory Specification; nothing is created here.

#include <filesystem>

#include "base/error.h"

namespace magnetar::base {

/// The folders of this user. All are absolute and end in "magnetar".
struct Paths {
  std::filesystem::path config;   ///< $XDG_CONFIG_HOME/magnetar: settings
  std::filesystem::path state;    ///< $XDG_STATE_HOME/magnetar: library, session state, log
  std::filesystem::path cache;    ///< $XDG_CACHE_HOME/magnetar: films
  std::filesystem::path runtime;  ///< $XDG_RUNTIME_DIR/magnetar, else a private folder under the state folder

  [[nodiscard]] std::filesystem::path socket() const { return runtime / "engine.sock"; }
  [[nodiscard]] std::filesystem::path lock() const { return runtime / "engine.lock"; }
  [[nodiscard]] std::filesystem::path log() const { return state / "daemon.log"; }
};

/// Reads the environment. Fails with not_found when neither the XDG variable nor HOME says where to go.
/// Relative values are ignored, as the specification asks.
[[nodiscard]] Result<Paths> user_paths();

/// Where this person's downloads go: XDG_DOWNLOAD_DIR of user-dirs.dirs, else "Downloads" in the home folder.
/// Errors: not_found without HOME.
[[nodiscard]] Result<std::filesystem::path> downloads_folder();

/// Makes a folder that only this user can enter (mode 0700), or checks that an existing one is owned by this
/// user and tightens its mode. Symbolic links are refused.
[[nodiscard]] Result<void> make_private_folder(const std::filesystem::path& folder);

}  // namespace magnetar::base
