#pragma once
// Calls that wait for a torrent's metadata.

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

  /// Calls `ready` once there is metadata, perhaps before it returns; with an error when the torrent is
  /// unknown or removed.
  void when_metadata(const base::TorrentId& id, Waiter ready);
  /// Calls all waiters of this torrent.
  void answer(const base::TorrentId& id, const Answer& answer);

 private:
  const TorrentMap& torrents_;
  std::multimap<base::TorrentId, Waiter> waiters_;
};

}  // namespace magnetar::app
