#pragma once
// Chooses the file of a torrent that a person most likely wants. Pure.

#include <optional>
#include <string_view>
#include <vector>

#include "api/views.h"
#include "engine/types.h"

namespace magnetar::app {

/// Returns the main file; no value when there are no files. In this order: the best of the files that the
/// link chose (`so`, BEP 53); the first episode of a season; the largest video, else the largest audio, else
/// the largest file. A sample beside a film in archives is not taken for the film.
[[nodiscard]] std::optional<base::FileIndex> main_file(const std::vector<engine::TorrentFile>& files,
                                                       const std::vector<base::FileIndex>& chosen = {});

/// Returns whether each file is an extra (extra_file.h), by its index.
[[nodiscard]] std::vector<bool> extras_among(const std::vector<engine::TorrentFile>& files);

/// Whether the file is a film or a song, or may be one.
[[nodiscard]] bool can_be_played(const std::vector<engine::TorrentFile>& files, base::FileIndex index);

/// Returns the file with an unknown extension that is tried as a film: the largest, when no file is film or
/// music by its name.
[[nodiscard]] std::optional<base::FileIndex> film_without_ending(
    const std::vector<engine::TorrentFile>& files);

/// Returns the next file of the same kind in natural order (api/natural_order.h); null for the last. Only
/// extras are followed by extras.
[[nodiscard]] const engine::TorrentFile* next_file(const std::vector<engine::TorrentFile>& files,
                                                   const engine::TorrentFile& watched);

}  // namespace magnetar::app
