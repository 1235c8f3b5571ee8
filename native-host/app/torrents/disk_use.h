#pragma once
// The disk space that a torrent's folder takes, and the free space of its disk.

#include <cstdint>
#include <filesystem>
#include <optional>

#include "app/torrents/cache_room.h"

namespace magnetar::app {

/// Returns the bytes of the blocks of all files and folders, and at least 4 KiB for each because of its
/// inode; 0 for a missing folder. Does not follow links. It reads the metadata of each file: too slow for the
/// loop.
[[nodiscard]] std::int64_t disk_use(const std::filesystem::path& folder);

/// Returns the file system of a folder, or of its nearest existing parent.
[[nodiscard]] std::optional<DiskRoom> disk_room(std::filesystem::path folder);

}  // namespace magnetar::app
