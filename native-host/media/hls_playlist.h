#pragma once
// The playlists of a film for players that know HLS (RFC 8216). Pure.

#include <cstdint>
#include <string>

#include "media/plan.h"

namespace magnetar::media {

/// What such players decode: H.264, HEVC and AAC.
[[nodiscard]] BrowserCan hls_players_can();

/// How many segments the film has; 0 when its length is not known.
[[nodiscard]] std::int64_t segment_count(const Probe& probe);

/// Names the playlist of segments, `<folder>/film.m3u8`.
[[nodiscard]] std::string master_playlist(const Probe& probe, const Plan& plan, const std::string& folder);

/// Names init.mp4 and `<n>.m4s`, counted from 0.
[[nodiscard]] std::string segment_playlist(const Probe& probe);

}  // namespace magnetar::media
