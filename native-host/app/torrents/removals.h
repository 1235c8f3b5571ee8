#pragma once
// Torrents being removed: the engine closes their files, and the record in the library is deleted last.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/catalog.h"
#include "app/torrents/metadata_waiters.h"
#include "app/torrents/torrent_map.h"
#include "app/torrents/torrent_url_fetches.h"
#include "engine/engine.h"
#include "library/records.h"

namespace magnetar::app {

/// Loop thread only. The constructor's arguments must outlive it.
class Removals {
 public:
  /// Called when the torrent is removed. Errors: io_error, disk_full.
  using Done = std::function<void(const base::Result<void>&)>;
  struct Order {
    bool delete_data = false;
    std::string reason;  ///< `reason` of api::CatalogEvents::on_removed
    std::optional<base::TorrentId> replaced_by = std::nullopt;
  };

  Removals(TorrentMap& torrents, MetadataWaiters& waiters, engine::Engine& engine,
           const library::Records& library, TorrentUrlFetches& url_fetches, api::CatalogEvents& events);

  /// Removes the torrent from the map at once; calls that wait for its metadata fail.
  void begin(const std::shared_ptr<Torrent>& torrent, Order order, Done done);
  /// Whether the torrent of this id is being removed; `done` is then called when it is gone.
  [[nodiscard]] bool join(const base::TorrentId& id, const Done& done);
  [[nodiscard]] bool under_way(const base::InfoHash& info_hash) const;
  /// Called when the engine has closed the files, and deleted them if ordered. Unknown ids are ignored.
  void finish(const base::TorrentId& id);

 private:
  struct Removal {
    std::shared_ptr<Torrent> torrent;
    Order order;
    std::vector<Done> done;
  };

  TorrentMap& torrents_;
  MetadataWaiters& waiters_;
  engine::Engine& engine_;
  const library::Records& library_;
  TorrentUrlFetches& url_fetches_;
  api::CatalogEvents& events_;
  std::map<base::TorrentId, Removal> removals_;
};

}  // namespace magnetar::app
