#pragma once
// Manifests on disk: written whole or not at all, removed only when they are ours.

#include <filesystem>
#include <string_view>

#include "app/registration/places.h"
#include "base/error.h"

namespace magnetar::app::registration {

/// Writes the manifest, readable by everyone, and makes missing folders. Refuses (not_allowed) to replace a
/// symbolic link: somebody manages that file in another place.
[[nodiscard]] base::Result<void> write_manifest(const Place& place, std::string_view text);

enum class Removal { removed, nothing_there };

/// Removes the manifest and the folders it leaves empty. not_allowed when the file is a symbolic link or
/// names another host; it is left alone then.
[[nodiscard]] base::Result<Removal> remove_manifest(const Place& place);

/// Lets this process make files that every user can read, whatever the caller's umask. For `--system`.
void make_files_public();

}  // namespace magnetar::app::registration
