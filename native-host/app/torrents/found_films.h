#pragma once
// Torrents of which only the folders are left, after the library was lost.

#include <filesystem>
#include <vector>

#include "library/library.h"

namespace magnetar::app {

/// Returns a paused record for each folder named after an info-hash, at most `limit`. When the person resumes
/// it, its metadata comes from peers and its files are checked.
[[nodiscard]] std::vector<library::TorrentRecord> found_films(const std::filesystem::path& cache_folder,
                                                              std::size_t limit);

}  // namespace magnetar::app
