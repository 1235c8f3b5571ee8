#pragma once
// The one word for what a torrent is doing, and the sentence for why it waits. Pure.

#include <optional>

#include "api/views.h"
#include "base/clock.h"
#include "base/error.h"

namespace magnetar::app {

/// What is known about a torrent at one moment.
struct TorrentFacts {
  bool fetching_torrent_file = false;
  bool paused = false;
  bool has_metadata = false;
  bool checking = false;
  bool wants_missing = false;  ///< a wanted piece is not here yet
  bool wanted_complete = false;
  int peers = 0;
  std::int64_t missing_room = 0;  ///< bytes of what is wanted that the disk has no room for
  std::optional<base::Error> failure;
  std::optional<base::Error> tracker_refusal;
};

[[nodiscard]] api::TorrentState state_of(const TorrentFacts& facts);

/// Why a torrent that has been in `state` for `waited` gets nowhere, or will not get far: the failure itself,
/// disk_full (what is wanted is too large for the disk), or no_peers (15 s),
/// tracker_refused (5 s, while nobody else was found) or no_metadata (30 s).
[[nodiscard]] std::optional<base::Error> notice_of(const TorrentFacts& facts, api::TorrentState state,
                                                   base::Duration waited);

}  // namespace magnetar::app
