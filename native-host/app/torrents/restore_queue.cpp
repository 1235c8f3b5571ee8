#include "app/torrents/restore_queue.h"

#include <algorithm>

namespace magnetar::app {
namespace {

std::optional<base::TorrentId> pop(std::deque<base::TorrentId>& queue) {
  if (queue.empty()) return std::nullopt;
  const base::TorrentId id = queue.front();
  queue.pop_front();
  return id;
}

}  // namespace

bool RestoreQueue::add(const base::TorrentId& id, std::int64_t failures) {
  if (failures >= kMostFailures) return false;
  (failures > 0 ? suspects_ : trusted_).push_back(id);
  return true;
}

std::optional<base::TorrentId> RestoreQueue::next() {
  if (auto id = pop(trusted_)) return id;
  if (!tried_)
    tried_ = pop(suspects_);
  else
    return std::nullopt;
  return tried_;
}

void RestoreQueue::take(const base::TorrentId& id) {
  std::erase(trusted_, id);
  std::erase(suspects_, id);
}

bool RestoreQueue::waits(const base::TorrentId& id) const {
  return std::ranges::find(trusted_, id) != trusted_.end() ||
         std::ranges::find(suspects_, id) != suspects_.end();
}

bool RestoreQueue::ended(const base::TorrentId& id) {
  if (tried_ != id) return false;
  tried_.reset();
  return true;
}

}  // namespace magnetar::app
