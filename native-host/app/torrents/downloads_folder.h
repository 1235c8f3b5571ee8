#pragma once
// The downloads folder of this user, and the thread that copies into it.

#include <atomic>

#include "app/torrents/background_work.h"
#include "app/torrents/kept_file_placer.h"

namespace magnetar::app {

/// Loop thread only. The destructor waits for the current copy.
class DownloadsFolder final : public KeptFilePlacer::Downloads {
 public:
  explicit DownloadsFolder(base::Executor& loop) : copies_(loop) {}

  [[nodiscard]] base::Result<std::filesystem::path> folder() const override;
  void put(std::filesystem::path source, std::filesystem::path wanted, Put then) override;
  /// Ends the current copy early, with cancelled, and each later one.
  void stop() { stopped_ = true; }

 private:
  std::atomic<bool> stopped_ = false;
  BackgroundWork copies_;  ///< a copy may take minutes
};

}  // namespace magnetar::app
