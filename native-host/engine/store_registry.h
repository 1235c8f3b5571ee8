#pragma once
// Which torrent of libtorrent has which piece store. libtorrent's network thread only.

#include <map>
#include <memory>

#include "engine/piece_store.h"

namespace magnetar::engine {

/// Joins the two places where libtorrent shows a torrent to us: its plugins, and its storage. Which comes
/// first depends on whether the metadata is known. The torrent object itself is the key: info-hashes may
/// become known only with the metadata.
class StoreRegistry {
 public:
  struct Slot {
    std::shared_ptr<PieceStore> store;  ///< null until the torrent's plugin is made
    PieceSizes sizes;                   ///< no pieces until its storage is opened
  };

  void add(const std::shared_ptr<void>& torrent, std::shared_ptr<PieceStore> store);
  /// Opens the torrent's store, now or when it is added.
  std::shared_ptr<const Slot> open(const std::shared_ptr<void>& torrent, const PieceSizes& sizes);

 private:
  const std::shared_ptr<Slot>& slot(const std::shared_ptr<void>& torrent);

  std::map<std::weak_ptr<void>, std::shared_ptr<Slot>, std::owner_less<>> slots_;
};

}  // namespace magnetar::engine
