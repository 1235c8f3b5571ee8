#pragma once
// Keeps a bounded number of files open for reading. Any thread.

#include <filesystem>
#include <list>
#include <memory>
#include <mutex>
#include <utility>

#include "base/error.h"
#include "base/strong_id.h"
#include "base/unique_fd.h"

namespace magnetar::engine {

/// Opens files for all torrents and keeps the most recently used ones, so that a stream does not open its
/// file for every answer and many torrents do not use up the process's descriptors.
class OpenFiles {
 public:
  using File = std::shared_ptr<const base::UniqueFd>;

  explicit OpenFiles(std::size_t limit) : limit_(limit) {}

  /// Opens the file at `path`, which is file `index` of the torrent that `owner` identifies. Errors:
  /// not_found, disk_error.
  [[nodiscard]] base::Result<File> open(const void* owner, base::FileIndex index,
                                        const std::filesystem::path& path);
  /// Closes the owner's files when their current readers are done.
  void forget(const void* owner);

 private:
  struct Entry {
    const void* owner;
    base::FileIndex index;
    File file;
  };

  const std::size_t limit_;
  std::mutex mutex_;
  std::list<Entry> entries_;  ///< the most recently used first
};

}  // namespace magnetar::engine
