#pragma once
// Maps libtorrent's torrents to our parts of them. libtorrent's network thread only.

#include <map>
#include <memory>
#include <vector>

#include "base/byte_range.h"
#include "engine/disk_jobs.h"
#include "engine/file_checks.h"
#include "engine/file_stamps.h"
#include "engine/piece_hashes.h"
#include "engine/piece_store.h"
#include "engine/request_scheduler.h"

namespace magnetar::engine {

/// Joins the two views that libtorrent gives of a torrent: its plugins, and its storage. The metadata decides
/// which is made first. The key is the torrent object, because info-hashes may become known only with the
/// metadata.
class StoreRegistry {
 public:
  struct Slot {
    std::shared_ptr<PieceStore> store;  ///< all five are null until the torrent's plugin is made
    std::shared_ptr<RequestScheduler> scheduler;
    std::shared_ptr<DiskJobs> jobs;
    std::shared_ptr<PieceHashes> hashes;
    std::shared_ptr<FileStamps> stamps;
    PieceSizes sizes;  ///< empty until its storage is opened
    std::vector<base::ByteRange> padding;
    std::weak_ptr<FileChecks> file_checks;  ///< as long as its storage is open
  };
  /// The parts that a torrent's plugin adds.
  struct Parts {
    std::shared_ptr<PieceStore> store;
    std::shared_ptr<RequestScheduler> scheduler;
    std::shared_ptr<DiskJobs> jobs;
    std::shared_ptr<PieceHashes> hashes;
    std::shared_ptr<FileStamps> stamps;
  };

  void add(const std::shared_ptr<void>& torrent, Parts parts);
  /// Opens the torrent's store and queues, now or when they are added. `padding`: see BlockPicker::open().
  std::shared_ptr<const Slot> open(const std::shared_ptr<void>& torrent, const PieceSizes& sizes,
                                   std::vector<base::ByteRange> padding,
                                   const std::shared_ptr<FileChecks>& file_checks);
  /// The torrent's parts; null for an unknown torrent.
  [[nodiscard]] std::shared_ptr<const Slot> find(const std::shared_ptr<void>& torrent) const;

 private:
  const std::shared_ptr<Slot>& slot(const std::shared_ptr<void>& torrent);

  std::map<std::weak_ptr<void>, std::shared_ptr<Slot>, std::owner_less<>> slots_;
};

}  // namespace magnetar::engine
