#pragma once
// Samples, trailers and other extras, which never open by themselves. Pure.

#include <vector>

#include "engine/types.h"

namespace magnetar::app {

/// Whether a film or song is an extra of its torrent: by its folder ("Extras", "Sample"), or by a word of its
/// name when its size is below half of `largest`, the size of the torrent's largest file of its kind.
[[nodiscard]] bool is_extra(const engine::TorrentFile& file, std::int64_t largest);

}  // namespace magnetar::app
