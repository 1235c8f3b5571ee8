#pragma once
// The order in which torrents are restored at the start, and those that are not. Pure.

#include <cstdint>
#include <deque>
#include <optional>

#include "base/strong_id.h"

namespace magnetar::app {

/// Torrents without failures come first, then the suspects one by one: each waits until the one before has
/// been restored.
class RestoreQueue {
 public:
  /// After this many ends of the process during its restore, a torrent is set aside.
  static constexpr std::int64_t kMostFailures = 2;

  /// Adds a torrent. Returns false when it has failed too often: it is not restored.
  bool add(const base::TorrentId& id, std::int64_t failures);
  /// Returns the next torrent to restore; no value when none is left, or a suspect is still being restored.
  [[nodiscard]] std::optional<base::TorrentId> next();
  /// Takes a torrent out that is restored out of turn, or removed.
  void take(const base::TorrentId& id);
  [[nodiscard]] bool waits(const base::TorrentId& id) const;
  /// Notes that a torrent was checked, or failed without a fault of the process. Returns true when the next
  /// suspect waits for it.
  bool ended(const base::TorrentId& id);
  [[nodiscard]] bool empty() const { return trusted_.empty() && suspects_.empty(); }

 private:
  std::deque<base::TorrentId> trusted_;
  std::deque<base::TorrentId> suspects_;
  std::optional<base::TorrentId> tried_;  ///< the suspect being restored
};

}  // namespace magnetar::app
