#pragma once
// The watched files of a torrent with their positions, and the next one to watch. Pure.

#include <optional>
#include <vector>

#include "base/strong_id.h"
#include "engine/types.h"
#include "library/records.h"

namespace magnetar::app {

class WatchHistory {
 public:
  /// Sets the history; the file watched last is in front.
  void set(std::vector<library::WatchedFile> files) { files_ = std::move(files); }
  /// Notes the position at which the person stopped.
  void note(base::FileIndex file, const library::Position& position);
  /// Returns null for a file that was never watched.
  [[nodiscard]] const library::Position* position(base::FileIndex file) const;
  /// Returns null when no file was watched.
  [[nodiscard]] const library::WatchedFile* last() const {
    return files_.empty() ? nullptr : &files_.front();
  }
  /// Returns the start file: the one watched last; when that is over, the next that is not. No value when no
  /// file was watched, or the last is not among the `chosen` files (empty: any file).
  [[nodiscard]] std::optional<base::FileIndex> start_file(const std::vector<engine::TorrentFile>& files,
                                                          const std::vector<base::FileIndex>& chosen) const;

 private:
  std::vector<library::WatchedFile> files_;  ///< the last watched in front
};

}  // namespace magnetar::app
