#pragma once
// Decides whether the session takes part in the network: it does not while no torrent is active.

#include <functional>
#include <memory>
#include <set>

#include "base/executor.h"
#include "base/strong_id.h"

namespace magnetar::engine {

/// Present from the first torrent that is not paused on, and for kGrace after the last one is paused or
/// removed. In that time trackers are told of the stop over the session's sockets, and a person who pauses
/// and resumes finds the session as it was. An absent session has no DHT, no local service discovery, no port
/// mapping and no listening socket. Loop thread.
class NetworkPresence {
 public:
  static constexpr std::chrono::seconds kGrace{5};

  /// `changed` is called when present() has changed.
  NetworkPresence(base::Timers& timers, std::function<void()> changed);

  /// The torrent is active: added and not paused.
  void join(const base::TorrentId& id);
  /// The torrent is paused or removed.
  void leave(const base::TorrentId& id);
  [[nodiscard]] bool present() const { return present_; }

 private:
  base::Timers& timers_;
  const std::function<void()> changed_;
  std::set<base::TorrentId> active_;
  bool present_ = false;
  std::unique_ptr<base::Timer> grace_;
};

}  // namespace magnetar::engine
