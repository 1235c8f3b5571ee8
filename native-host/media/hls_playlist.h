#pragma once
// The playlists of a film for players that know HLS (RFC 8216). Pure.

#include <cstdint>
#include <string>

#include "media/plan.h"
#include "media/segment_times.h"

namespace magnetar::media {

/// What such players decode: H.264, HEVC and AAC.
[[nodiscard]] BrowserCan hls_players_can();

/// Names the playlist of segments, `<folder>/film.m3u8`.
[[nodiscard]] std::string master_playlist(const Probe& probe, const Plan& plan, const std::string& folder);

/// Names init.mp4 and `<n>.m4s`, counted from 0. Each later recording has a header of its own, init-<r>.mp4.
[[nodiscard]] std::string segment_playlist(const SegmentTimes& times);

}  // namespace magnetar::media
