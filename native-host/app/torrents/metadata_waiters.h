#pragma once
// Calls that wait for the metadata of a torrent.

#include <functional>
#include <map>
#include <memory>

#include "app/torrents/torrent_map.h"

namespace magnetar::app {

/// Loop thread only.
class MetadataWaiters {
 public:
  using Answer = base::Result<std::shared_ptr<Torrent>>;
  using Waiter = std::function<void(Answer)>;

  explicit MetadataWaiters(const TorrentMap& torrents) : torrents_(torrents) {}

  /// Calls `ready` once metadata is here, perhaps at once; with an error when the torrent is not there or
  /// goes.
  void when_metadata(const base::TorrentId& id, Waiter ready);
  /// Calls all that wait for this torrent.
  void answer(const base::TorrentId& id, const Answer& answer);

 private:
  const TorrentMap& torrents_;
  std::multimap<base::TorrentId, Waiter> waiters_;
};

}  // namespace magnetar::app
