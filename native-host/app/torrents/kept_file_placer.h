#pragma once
// Puts the files that a person keeps into their downloads folder, once they are whole.

#include <filesystem>
#include <functional>
#include <memory>

#include "api/catalog.h"
#include "app/torrents/torrent_map.h"
#include "library/records.h"

namespace magnetar::app {

/// Loop thread only. Everything it is given must outlive it.
class KeptFilePlacer {
 public:
  /// The person's own folder.
  class Downloads {
   public:
    using Put = std::function<void(base::Result<std::filesystem::path>)>;
    virtual ~Downloads() = default;
    /// Errors: not_found.
    [[nodiscard]] virtual base::Result<std::filesystem::path> folder() const = 0;
    /// Puts a file there, on another thread (put_for_person()), then tells on the loop where.
    virtual void put(std::filesystem::path source, std::filesystem::path wanted, Put then) = 0;
  };

  KeptFilePlacer(const TorrentMap& torrents, const library::Records& library, Downloads& downloads,
                 api::CatalogEvents& events);

  /// Begins with the next kept file of the torrent that is whole, one after the other; a torrent of several
  /// has a folder of its own there.
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
