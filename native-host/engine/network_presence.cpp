#include "engine/network_presence.h"

#include <utility>

namespace magnetar::engine {

NetworkPresence::NetworkPresence(base::Timers& timers, std::function<void()> changed)
    : timers_(timers), changed_(std::move(changed)) {}

void NetworkPresence::join(const base::TorrentId& id) {
  active_.insert(id);
  grace_.reset();
  if (!std::exchange(present_, true)) changed_();
}

void NetworkPresence::leave(const base::TorrentId& id) {
  if (active_.erase(id) == 0 || !active_.empty()) return;
  grace_ = timers_.after(kGrace, [this] {
    present_ = false;
    changed_();
  });
}

}  // namespace magnetar::engine
