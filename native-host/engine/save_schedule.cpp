#include "engine/save_schedule.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace magnetar::engine {

SaveSchedule::SaveSchedule(base::Timers& timers, base::Duration period, Save save)
    : timers_(timers), period_(period), save_(std::move(save)) {}

void SaveSchedule::changed(const base::TorrentId& id, std::int64_t arrived) {
  Torrent& torrent = torrents_[id];
  torrent.due = true;
  torrent.arrived += arrived;
  start();
}

void SaveSchedule::saved(const base::TorrentId& id, std::int64_t size) {
  torrents_[id].size = size;
}

void SaveSchedule::forget(const base::TorrentId& id) {
  const auto found = torrents_.find(id);
  if (found != torrents_.end()) found->second = {false, 0, 0, found->second.size};
}

bool SaveSchedule::worth(const Torrent& torrent) {
  return torrent.size <= kSmall || torrent.arrived >= kArrivedForOne * torrent.size ||
         torrent.periods >= kMostPeriods;
}

void SaveSchedule::start() {
  if (!timer_) timer_ = timers_.after(period_, [this] { fire(); });
}

void SaveSchedule::fire() {
  const auto fired = std::move(timer_);  // keeps the timer alive until its own call returns
  std::vector<base::TorrentId> now;
  for (auto& [id, torrent] : torrents_) {
    if (!torrent.due) continue;
    ++torrent.periods;
    if (worth(torrent)) now.push_back(id);
  }
  for (const base::TorrentId& id : now) {
    forget(id);
    save_(id);
  }
  if (std::ranges::any_of(torrents_, [](const auto& entry) { return entry.second.due; })) start();
}

}  // namespace magnetar::engine
