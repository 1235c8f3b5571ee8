#pragma once
// When to ask for resume data: soon after something changed, but not at every piece.

#include <functional>
#include <memory>
#include <set>

#include "base/executor.h"
#include "base/strong_id.h"

namespace magnetar::engine {

/// Collects torrents that changed and names each of them once per period. Loop thread.
class SaveSchedule {
 public:
  using Save = std::function<void(const base::TorrentId&)>;

  SaveSchedule(base::Timers& timers, base::Duration period, Save save);

  void changed(const base::TorrentId& id);
  void forget(const base::TorrentId& id) { due_.erase(id); }

 private:
  void fire();

  base::Timers& timers_;
  const base::Duration period_;
  const Save save_;
  std::set<base::TorrentId> due_;
  std::unique_ptr<base::Timer> timer_;
};

}  // namespace magnetar::engine
