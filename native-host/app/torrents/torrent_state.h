#pragma once
// The state of a torrent, and the reason why it waits. Pure.

#include <optional>

#include "api/views.h"
#include "base/clock.h"
#include "base/error.h"

namespace magnetar::app {

/// The facts about a torrent at one moment.
struct TorrentFacts {
  bool fetching_torrent_file = false;
  bool paused = false;
  bool has_metadata = false;
  bool checking = false;
  bool wants_missing = false;  ///< a wanted piece is missing
  bool wanted_complete = false;
  int peers = 0;
  std::int64_t missing_room = 0;  ///< missing free space on the disk for wanted bytes
  std::optional<base::Error> failure;
  std::optional<base::Error> tracker_refusal;
};

[[nodiscard]] api::TorrentState state_of(const TorrentFacts& facts);

/// Returns the reason why a torrent that has been in `state` for `waited` makes no progress, or will not
/// complete: the failure itself, disk_full (the wanted bytes do not fit the disk), no_peers (15 s),
/// tracker_refused (5 s, while no other peer was found) or no_metadata (30 s).
[[nodiscard]] std::optional<base::Error> notice_of(const TorrentFacts& facts, api::TorrentState state,
                                                   base::Duration waited);

}  // namespace magnetar::app
