#pragma once
// The statistics of a scheduler's streams, as people see them.

#include <chrono>
#include <cstdint>
#include <vector>

#include "base/byte_range.h"
#include "base/strong_id.h"
#include "streaming/viewer_id.h"

namespace magnetar::streaming {

/// One viewer in front of one file. Sizes in bytes, rates in bytes per second, places in the torrent.
struct ViewerStats {
  ViewerId viewer;
  base::ByteRange file;
  std::int64_t position = 0;     ///< of the main cursor
  std::int64_t urgent = 0;       ///< size of the urgent set
  std::int64_t window = 0;       ///< size of the window; 0 while probing
  std::int64_t buffered = 0;     ///< contiguous verified bytes ahead of the position
  double buffered_seconds = 0;   ///< the same as film time
  std::int64_t bitrate = 0;      ///< of the film: known or assumed
  std::int64_t consumption = 0;  ///< rate of the viewer's reads in the last seconds
  bool probing = true;
  bool lingering = false;  ///< no connection is open
  bool waiting = false;
  std::chrono::milliseconds waited{0};  ///< in all, while at least one connection waited for bytes
  int stalls = 0;  ///< times that a wait outlasted the film time already handed out by 250 ms
  int cursors = 0;
};

struct SchedulerStats {
  std::vector<ViewerStats> viewers;
  std::int64_t limit = 0;  ///< the download limit in force; 0: none
  std::int64_t rate = 0;   ///< the swarm's possible rate, as far as it was seen
  std::vector<base::PieceIndex> hurried;
};

}  // namespace magnetar::streaming
