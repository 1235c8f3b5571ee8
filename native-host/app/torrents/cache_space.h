#pragma once
// Measures the disk space of torrents, and removes torrents to make room.

#include <cstdint>
#include <memory>

#include "app/torrents/background_work.h"
#include "app/torrents/removals.h"
#include "app/torrents/torrent_map.h"
#include "library/records.h"
#include "library/settings.h"

namespace magnetar::app {

/// Loop thread only. The constructor's arguments must outlive it.
class CacheSpace {
 public:
  /// Folders are measured in `background`.
  CacheSpace(const TorrentMap& torrents, Removals& removals, const library::Records& library,
             const library::Settings& settings, Background& background);

  /// Notes the time of the films that are being watched: what was used longest ago makes room first. To be
  /// called every second, so that a film that was left a moment ago counts as used then.
  void note_uses();
  /// Removes the torrents that the cache has no room for, with their files.
  void make_room();
  /// Notes in the torrent whether its disk has room for the wanted bytes, so that the person is warned before
  /// the film stops in the middle.
  void judge(Torrent& torrent) const;
  /// Returns the bytes of all torrents on their disks.
  [[nodiscard]] std::int64_t used() const;
  /// Returns the bytes of torrents with selected files when they exceed the limit of the cache; else 0.
  [[nodiscard]] std::int64_t kept_above_limit() const { return kept_above_limit_; }

 private:
  void note_use(Torrent& torrent) const;
  void measure(const std::shared_ptr<Torrent>& torrent);
  [[nodiscard]] std::int64_t can_be_gained_for(const Torrent& torrent, std::uint64_t disk) const;

  const TorrentMap& torrents_;
  Removals& removals_;
  const library::Records& library_;
  const library::Settings& settings_;
  Background& background_;
  std::int64_t kept_above_limit_ = 0;
};

}  // namespace magnetar::app
