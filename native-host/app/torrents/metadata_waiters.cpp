#include "app/torrents/metadata_waiters.h"

#include <utility>
#include <vector>

namespace magnetar::app {

void MetadataWaiters::when_metadata(const base::TorrentId& id, Waiter ready) {
  const auto torrent = torrents_.get(id);
  if (!torrent || torrent.value()->metadata()) return ready(torrent);
  waiters_.emplace(id, std::move(ready));
}

// A waiter may wait again in its callback, also for this torrent.
void MetadataWaiters::answer(const base::TorrentId& id, const Answer& answer) {
  const auto [begin, end] = waiters_.equal_range(id);
  std::vector<Waiter> waiters;
  for (auto at = begin; at != end; ++at) waiters.push_back(std::move(at->second));
  waiters_.erase(begin, end);
  for (const auto& waiter : waiters) waiter(answer);
}

}  // namespace magnetar::app
