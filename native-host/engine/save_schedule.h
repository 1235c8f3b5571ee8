#pragma once
// Decides the times at which resume data is saved: soon after a change, but not at every piece, and more
// rarely as it grows.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>

#include "base/executor.h"
#include "base/strong_id.h"

namespace magnetar::engine {

/// Names each changed torrent at most once per period. A torrent with large resume data waits until a
/// multiple of its size has been downloaded, or for kMostPeriods. Loop thread.
class SaveSchedule {
 public:
  using Save = std::function<void(const base::TorrentId&)>;

  /// Resume data up to this size is saved each period.
  static constexpr std::int64_t kSmall = 32 * 1024;
  /// Larger resume data is saved when it is a twentieth of the bytes downloaded since; the database writes it
  /// twice.
  static constexpr std::int64_t kArrivedForOne = 20;
  static constexpr int kMostPeriods = 60;

  SaveSchedule(base::Timers& timers, base::Duration period, Save save);

  /// The torrent has changed; `arrived` bytes of it are new on the disk.
  void changed(const base::TorrentId& id, std::int64_t arrived = 0);
  /// The torrent's resume data was saved and has this size.
  void saved(const base::TorrentId& id, std::int64_t size);
  /// The torrent's resume data is saved for another reason.
  void forget(const base::TorrentId& id);
  void gone(const base::TorrentId& id) { torrents_.erase(id); }

 private:
  struct Torrent {
    bool due = false;
    std::int64_t arrived = 0;
    int periods = 0;
    std::int64_t size = 0;
  };

  [[nodiscard]] static bool worth(const Torrent& torrent);
  void start();
  void fire();

  base::Timers& timers_;
  const base::Duration period_;
  const Save save_;
  std::map<base::TorrentId, Torrent> torrents_;
  std::unique_ptr<base::Timer> timer_;
};

}  // namespace magnetar::engine
