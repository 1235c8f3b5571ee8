#pragma once
// Which of a torrent's files a person most likely means. Pure.

#include <optional>
#include <string_view>
#include <vector>

#include "api/views.h"
#include "engine/types.h"

namespace magnetar::app {

/// The largest video, else the largest audio, else the largest file; nothing for no files.
[[nodiscard]] std::optional<base::FileIndex> main_file(const std::vector<engine::TorrentFile>& files);

/// The file of the same kind that follows in the order in which people read names; null for the last.
[[nodiscard]] const engine::TorrentFile* next_file(const std::vector<engine::TorrentFile>& files,
                                                   const engine::TorrentFile& watched);

}  // namespace magnetar::app
