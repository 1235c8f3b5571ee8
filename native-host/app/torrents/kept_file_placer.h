#pragma once
// Puts kept files into the downloads folder, once they are complete.

#include <filesystem>
#include <functional>
#include <memory>

#include "api/catalog.h"
#include "app/torrents/torrent_map.h"
#include "library/records.h"

namespace magnetar::app {

/// Loop thread only. The constructor's arguments must outlive it.
class KeptFilePlacer {
 public:
  /// The downloads folder of the person.
  class Downloads {
   public:
    using Put = std::function<void(base::Result<std::filesystem::path>)>;
    virtual ~Downloads() = default;
    /// Returns the folder. Errors: not_found.
    [[nodiscard]] virtual base::Result<std::filesystem::path> folder() const = 0;
    /// Puts a file there on another thread (put_for_person()), then calls `then` on the loop with its path.
    virtual void put(std::filesystem::path source, std::filesystem::path wanted, Put then) = 0;
  };

  KeptFilePlacer(const TorrentMap& torrents, const library::Records& library, Downloads& downloads,
                 api::CatalogEvents& events);

  /// Places the complete kept files of the torrent, one after another. A torrent of several files has its own
  /// folder there.
  void place(const std::shared_ptr<Torrent>& torrent);

 private:
  void placed(const std::shared_ptr<Torrent>& torrent, base::FileIndex file,
              const base::Result<std::filesystem::path>& path);

  const TorrentMap& torrents_;
  const library::Records& library_;
  Downloads& downloads_;
  api::CatalogEvents& events_;
};

}  // namespace magnetar::app
