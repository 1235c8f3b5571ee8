#pragma once
// What a torrent's folder takes on its disk, and how much room that disk has.

#include <cstdint>
#include <filesystem>
#include <optional>

#include "app/torrents/cache_room.h"

namespace magnetar::app {

/// Bytes of the blocks of all files and folders, and at least 4 KiB for each: it has an inode. 0 for a folder
/// that is not there. Follows no links. Costs a look at each file: not for the loop.
[[nodiscard]] std::int64_t disk_use(const std::filesystem::path& folder);

/// The file system of this folder, or of the nearest one above it that is there.
[[nodiscard]] std::optional<DiskRoom> disk_room(std::filesystem::path folder);

}  // namespace magnetar::app
