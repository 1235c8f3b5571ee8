#pragma once
// Which files of a torrent were watched, how far, and which is watched next. Pure.

#include <optional>
#include <vector>

#include "base/strong_id.h"
#include "engine/types.h"
#include "library/records.h"

namespace magnetar::app {

class WatchHistory {
 public:
  /// The file that was watched last in front.
  void set(std::vector<library::WatchedFile> files) { files_ = std::move(files); }
  /// The person stopped watching the file there.
  void note(base::FileIndex file, const library::Position& position);
  /// Null for a file that was never watched.
  [[nodiscard]] const library::Position* position(base::FileIndex file) const;
  /// Null where nothing was watched.
  [[nodiscard]] const library::WatchedFile* last() const {
    return files_.empty() ? nullptr : &files_.front();
  }
  /// The file to start with: the one that was watched last; when that is over, the next that is not. Nothing
  /// where nothing was watched, or not one of the `chosen` files (empty: any file).
  [[nodiscard]] std::optional<base::FileIndex> start_file(const std::vector<engine::TorrentFile>& files,
                                                          const std::vector<base::FileIndex>& chosen) const;

 private:
  std::vector<library::WatchedFile> files_;  ///< the last one in front
};

}  // namespace magnetar::app
