#pragma once
// Manifests on the disk: written whole or not at all, and removed only when they name this host.

#include <filesystem>
#include <string_view>

#include "app/registration/places.h"
#include "base/error.h"

namespace magnetar::app::registration {

/// Writes the manifest, readable by everyone, and makes missing folders. Errors: not_allowed when the file is
/// a symbolic link, which another tool manages.
[[nodiscard]] base::Result<void> write_manifest(const Place& place, std::string_view text);

enum class Removal { removed, nothing_there };

/// Removes the manifest and folders that become empty. Errors: not_allowed when the file is a symbolic link
/// or names another host; it then stays.
[[nodiscard]] base::Result<Removal> remove_manifest(const Place& place);

/// Sets the umask so that every user can read this process's new files. For `--system`.
void make_files_public();

}  // namespace magnetar::app::registration
