#pragma once
// Which of a torrent's files a person most likely means. Pure.

#include <optional>
#include <string_view>
#include <vector>

#include "api/views.h"
#include "engine/types.h"

namespace magnetar::app {

/// The file that a person most likely means; nothing for no files. In this order: the best of the files that
/// the link chose (`so`, BEP 53); the first episode of a season; the largest video, else the largest audio,
/// else the largest file. A sample beside a film that is packed in archives is not taken for the film.
[[nodiscard]] std::optional<base::FileIndex> main_file(const std::vector<engine::TorrentFile>& files,
                                                       const std::vector<base::FileIndex>& chosen = {});

/// Which of the files are extras (extra_file.h): a bit for each index.
[[nodiscard]] std::vector<bool> extras_among(const std::vector<engine::TorrentFile>& files);

/// Whether the file is a film or a song, or may be one.
[[nodiscard]] bool can_be_played(const std::vector<engine::TorrentFile>& files, base::FileIndex index);

/// The file whose ending says nothing, to be tried as a film: the largest, where no file is film or music by
/// its name.
[[nodiscard]] std::optional<base::FileIndex> film_without_ending(
    const std::vector<engine::TorrentFile>& files);

/// The file of the same kind that follows in the order in which people read names; null for the last. Only
/// extras are followed by extras.
[[nodiscard]] const engine::TorrentFile* next_file(const std::vector<engine::TorrentFile>& files,
                                                   const engine::TorrentFile& watched);

}  // namespace magnetar::app
