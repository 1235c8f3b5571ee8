#pragma once
// Puts a film among the files of its person: by a second name of the same bytes, or a copy on another disk.

#include <atomic>
#include <filesystem>
#include <string>

#include "base/error.h"

namespace magnetar::app {

/// The names that a path of a torrent has below a folder of the person: no "." and "..", none too long.
[[nodiscard]] std::filesystem::path name_for_person(const std::string& path);

/// Gives the whole file `source` the path `wanted` as well. What lies there stays: a file of the same bytes
/// is taken for this one, else the name becomes "name (2).mkv" and so on. A process that is killed meanwhile
/// leaves at most a hidden ".magnetar-part" file, which the next try replaces. Ends early with `cancelled`
/// when `stop` is set. Any thread; waits for the disk. Errors: not_found, disk_full, io_error, cancelled.
[[nodiscard]] base::Result<std::filesystem::path> put_for_person(const std::filesystem::path& source,
                                                                 const std::filesystem::path& wanted,
                                                                 const std::atomic<bool>& stop);

}  // namespace magnetar::app
