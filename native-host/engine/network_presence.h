#pragma once
// Whether the session takes part in the network at all: a person who has no torrent is not on it.

#include <functional>
#include <memory>
#include <set>

#include "base/executor.h"
#include "base/strong_id.h"

namespace magnetar::engine {

/// Present from the first torrent that is not paused on, and for kGrace after the last one is paused or gone:
/// trackers are told of its end over the session's sockets, and whoever pauses and goes on finds the session
/// as it was. While it is absent the session has no DHT, no local service discovery, no port mapping and no
/// listening socket. Loop thread.
class NetworkPresence {
 public:
  static constexpr std::chrono::seconds kGrace{5};

  /// `changed` is called when present() has changed.
  NetworkPresence(base::Timers& timers, std::function<void()> changed);

  /// The torrent is there and not paused.
  void join(const base::TorrentId& id);
  /// The torrent is paused or gone.
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
