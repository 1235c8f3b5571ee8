#pragma once
// The parts that the trackers of the three wires share.

#include "tracker/announce.h"
#include "tracker/filter.h"
#include "tracker/swarms.h"

namespace magnetar::tracker {

struct Service {
  Swarms& swarms;
  const Filter& filter;
  const Intervals intervals;
};

/// How many peers an answer holds when the client does not say (BEP 3), and at most.
constexpr std::size_t kPeersUnlessTold = 50;
constexpr std::size_t kMostPeers = 200;

}  // namespace magnetar::tracker
