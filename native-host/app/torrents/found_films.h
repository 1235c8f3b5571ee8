#pragma once
// Torrents of which nothing but their folders is left, after the library was lost.

#include <filesystem>
#include <vector>

#include "library/library.h"

namespace magnetar::app {

/// A paused record for each folder that is named after an info-hash: when a person goes on with it, its
/// metadata comes from peers and its files are found. At most `limit`.
[[nodiscard]] std::vector<library::TorrentRecord> found_films(const std::filesystem::path& cache_folder,
                                                              std::size_t limit);

}  // namespace magnetar::app
