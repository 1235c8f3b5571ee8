#pragma once
// In which order torrents come back at the start, and which do not. Pure but for the note.

#include <cstdint>
#include <deque>
#include <optional>

#include "base/strong_id.h"

namespace magnetar::app {

/// Torrents that were never suspected first, then the others one by one: each waits until the one before has
/// come through.
class RestoreQueue {
 public:
  /// The process may end this often while a torrent is restored; then it is set aside.
  static constexpr std::int64_t kMostFailures = 2;

  /// False when it has failed too often: it is not restored.
  bool add(const base::TorrentId& id, std::int64_t failures);
  /// The next one to restore now; nothing when none is left, or the suspect before is still under way.
  [[nodiscard]] std::optional<base::TorrentId> next();
  /// Restored out of turn, or removed.
  void take(const base::TorrentId& id);
  [[nodiscard]] bool waits(const base::TorrentId& id) const;
  /// It is through: checked, or failed in a way that can be told. True when the next suspect waited for it.
  bool ended(const base::TorrentId& id);
  [[nodiscard]] bool empty() const { return trusted_.empty() && suspects_.empty(); }

 private:
  std::deque<base::TorrentId> trusted_;
  std::deque<base::TorrentId> suspects_;
  std::optional<base::TorrentId> tried_;  ///< the suspect under way
};

}  // namespace magnetar::app
