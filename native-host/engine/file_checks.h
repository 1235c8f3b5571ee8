#pragma once
// Checks pieces again in files that another program changed. libtorrent's network thread.

#include <functional>
#include <libtorrent/sha1_hash.hpp>
#include <memory>
#include <vector>

#include "engine/piece_disk.h"
#include "engine/piece_hashes.h"
#include "engine/piece_store.h"

namespace magnetar::engine {

/// Hashes all doubted pieces of the store, awaited ones first, and tells the store whether each is right.
/// Belongs to one torrent's storage, which outlives it; one check at a time.
class FileChecks : public std::enable_shared_from_this<FileChecks> {
 public:
  struct Job {
    std::shared_ptr<PieceStore> store;
    std::shared_ptr<PieceHashes> hashes;
    std::function<void()> begins;              ///< called when the files are closed, to be opened anew
    std::function<void(bool all_right)> then;  ///< dropped when the storage is closed before
  };

  explicit FileChecks(std::unique_ptr<PieceDisk> disk) : disk_(std::move(disk)) {}

  void check(Job job);

 private:
  struct Run;

  void next(const std::shared_ptr<Run>& run);
  void hash(const std::shared_ptr<Run>& run, base::PieceIndex piece);

  const std::unique_ptr<PieceDisk> disk_;
};

}  // namespace magnetar::engine
