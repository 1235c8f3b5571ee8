#pragma once
// Puts a file into a folder of the person: by a hard link, or by a copy on another disk.

#include <atomic>
#include <filesystem>
#include <string>

#include "base/error.h"

namespace magnetar::app {

/// Returns the path of a torrent's file below a folder of the person: without "." and "..", with no part too
/// long.
[[nodiscard]] std::filesystem::path name_for_person(const std::string& path);

/// Gives the whole file `source` the path `wanted` as well. An existing file stays: one with the same bytes
/// is taken for this one, otherwise the name becomes "name (2).mkv" and so on. A process killed meanwhile
/// leaves at most a hidden ".magnetar-part" file, which the next try replaces. Ends early with `cancelled`
/// when `stop` is set. Any thread; waits for the disk. Errors: not_found, disk_full, io_error, cancelled.
[[nodiscard]] base::Result<std::filesystem::path> put_for_person(const std::filesystem::path& source,
                                                                 const std::filesystem::path& wanted,
                                                                 const std::atomic<bool>& stop);

}  // namespace magnetar::app
