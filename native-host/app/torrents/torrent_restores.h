#pragma once
// The torrents of the library come back after the start: one at a time, so that others are answered in
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

/// Loop thread only. Everything it is given must outlive it.
class TorrentRestores {
 public:
  /// How a torrent of the library starts.
  class Starts {
   public:
    virtual ~Starts() = default;
    [[nodiscard]] virtual std::shared_ptr<Torrent> make(library::TorrentRecord record) = 0;
    /// Hands it to the engine. Errors: bad_torrent.
    [[nodiscard]] virtual base::Result<void> start(const std::shared_ptr<Torrent>& torrent,
                                                   const engine::TorrentSource& source) = 0;
    /// Fetches the .torrent file that its record names.
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

  /// Lists all of them at once, in the state they were left in, and starts one after another. Errors:
  /// io_error.
  [[nodiscard]] base::Result<void> begin();
  /// The torrent is needed before its turn.
  void hurry(const base::TorrentId& id);
  /// The person wants it in spite of how it failed before. Nothing for one that has started.
  void restore_now(const base::TorrentId& id);
  /// Its files were checked, or it failed in a way that can be told.
  void came_through(const base::TorrentId& id);
  /// Those that have been back for a while count as restored; to be called now and then.
  void settle();
  /// Restores no more.
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
  std::map<base::TorrentId, base::TimePoint> under_way_;  ///< and since when
  std::set<base::TorrentId> suspects_;                    ///< in the library with failures
};

}  // namespace magnetar::app
