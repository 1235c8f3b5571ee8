#pragma once
// The HLS playlists of a film (RFC 8216). Pure.

#include <cstdint>
#include <string>

#include "media/plan.h"
#include "media/segment_times.h"

namespace magnetar::media {

/// Codecs that HLS players decode: H.264, HEVC and AAC.
[[nodiscard]] BrowserCan hls_players_can();

/// The Multivariant Playlist; it names the Media Playlist `<folder>/film.m3u8`.
[[nodiscard]] std::string master_playlist(const Probe& probe, const Plan& plan, const std::string& folder);

/// The Media Playlist. It names init.mp4 and `<n>.m4s`, counted from 0. Each later recording has an init
/// segment of its own, init-<r>.mp4.
[[nodiscard]] std::string segment_playlist(const SegmentTimes& times);

}  // namespace magnetar::media
