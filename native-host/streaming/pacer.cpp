#include "streaming/pacer.h"

#include <algorithm>
#include <cstdlib>

namespace magnetar::streaming {

bool Pacer::choose(const Supply& supply) {
  const auto wanted = wanted_limit(supply);
  // Small changes of the bitrate do not change the limit; otherwise the swarm would be told all the time.
  const bool near = limit_ >= kLeastLimit && wanted >= kLeastLimit && std::abs(wanted - limit_) * 10 < limit_;
  if (wanted == limit_ || near) return false;
  limit_ = wanted;
  return true;
}

std::int64_t Pacer::wanted_limit(const Supply& supply) const {
  if (!full_ || supply.needed) return 0;
  if (supply.nothing_but_far) return kTrickle;
  return std::max(supply.bitrates * 13 / 10, kLeastLimit);
}

}  // namespace magnetar::streaming
