#pragma once
// The parts that the HTTP, UDP and WebSocket trackers share.

#include "tracker/announce.h"
#include "tracker/filter.h"
#include "tracker/swarms.h"

namespace magnetar::tracker {

struct Service {
  Swarms& swarms;
  const Filter& filter;
  const Intervals intervals;
};

/// The number of peers in an answer: the default (BEP 3) and the limit.
constexpr std::size_t kPeersUnlessTold = 50;
constexpr std::size_t kMostPeers = 200;

}  // namespace magnetar::tracker
