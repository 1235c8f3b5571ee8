#pragma once
// Restores the torrents of the library after the start, one at a time, so that the loop answers clients in
// between.

#include <map>
#include <memory>
#include <set>

#include "app/torrents/background_work.h"
#include "app/torrents/restore_note.h"
#include "app/torrents/restore_queue.h"
#include "app/torrents/torrent_map.h"
#include "base/clock.h"
#include "base/executor.h"
#include "engine/torrent_source.h"
#include "library/records.h"

namespace magnetar::app {

/// Loop thread only. The constructor's arguments must outlive it.
class TorrentRestores {
 public:
  /// The interface that starts a torrent of the library.
  class Starts {
   public:
    virtual ~Starts() = default;
    [[nodiscard]] virtual std::shared_ptr<Torrent> make(library::TorrentRecord record) = 0;
    /// Passes the torrent to the engine. Errors: bad_torrent.
    [[nodiscard]] virtual base::Result<void> start(const std::shared_ptr<Torrent>& torrent,
                                                   const engine::TorrentSource& source) = 0;
    /// Fetches the .torrent file at the URL of its record.
    virtual void fetch_url(const std::shared_ptr<Torrent>& torrent) = 0;
  };
  struct Uses {
    TorrentMap& torrents;
    const library::Records& library;
    RestoreNote& note;
    const base::Clock& clock;
    base::Executor& loop;
    Background& background;  ///< reads large .torrent files
  };

  TorrentRestores(const Uses& uses, Starts& starts) : uses_(uses), starts_(starts) {}

  /// Lists all torrents at once, in their last state, and starts one after another. Errors: io_error.
  [[nodiscard]] base::Result<void> begin();
  /// Restores a torrent that is needed before its turn.
  void hurry(const base::TorrentId& id);
  /// Restores a torrent at the person's wish, in spite of earlier failures. No effect for one that has
  /// started.
  void restore_now(const base::TorrentId& id);
  /// Called when the files were checked, or the torrent failed without a fault of the process.
  void came_through(const base::TorrentId& id);
  /// Counts torrents as restored that came back a while ago; to be called now and then.
  void settle();
  /// Restores no further torrents.
  void stop();
  [[nodiscard]] bool empty() const { return queue_.empty(); }

 private:
  [[nodiscard]] base::Result<void> list(library::TorrentRecord record);
  [[nodiscard]] base::Result<void> list_kept_files();
  void count_failures();
  void next();
  void begin_one(const base::TorrentId& id);
  void restore(const std::shared_ptr<Torrent>& torrent);
  void read_and_restore(const std::shared_ptr<Torrent>& torrent);
  void start(const std::shared_ptr<Torrent>& torrent, base::Result<engine::TorrentSource> source);
  void restored(const base::TorrentId& id);

  const Uses uses_;
  Starts& starts_;
  RestoreQueue queue_;
  std::map<base::TorrentId, base::TimePoint> under_way_;  ///< with the time of their start
  std::set<base::TorrentId> suspects_;                    ///< torrents with failures in the library
};

}  // namespace magnetar::app
