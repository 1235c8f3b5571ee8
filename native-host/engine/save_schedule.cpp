#include "engine/save_schedule.h"

#include <utility>

namespace magnetar::engine {

SaveSchedule::SaveSchedule(base::Timers& timers, base::Duration period, Save save)
    : timers_(timers), period_(period), save_(std::move(save)) {}

void SaveSchedule::changed(const base::TorrentId& id) {
  due_.insert(id);
  if (!timer_) timer_ = timers_.after(period_, [this] { fire(); });
}

void SaveSchedule::fire() {
  const auto fired = std::move(timer_);  // alive until its own call returns
  for (const base::TorrentId& id : std::exchange(due_, {})) save_(id);
}

}  // namespace magnetar::engine
