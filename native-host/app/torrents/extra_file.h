#pragma once
// Samples, trailers and other extras, which nobody means when they open a film or a season. Pure.

#include <vector>

#include "engine/types.h"

namespace magnetar::app {

/// Whether a film or song is beside what its torrent is about: by its folder ("Extras", "Sample"), or by a
/// word of its name while it is less than half as large as the largest of its kind. The sizes are those of
/// the same torrent.
[[nodiscard]] bool is_extra(const engine::TorrentFile& file, std::int64_t largest);

}  // namespace magnetar::app
