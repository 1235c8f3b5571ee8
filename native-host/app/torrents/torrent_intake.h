#pragma once
// Adds torrents: makes a record of the library from a source, and starts it in the engine.

#include <memory>
#include <string>
#include <vector>

#include "api/catalog.h"
#include "app/torrents/cache_space.h"
#include "app/torrents/metadata_waiters.h"
#include "app/torrents/removals.h"
#include "app/torrents/torrent_map.h"
#include "app/torrents/torrent_restores.h"
#include "app/torrents/torrent_url_fetches.h"
#include "base/clock.h"
#include "engine/engine.h"
#include "library/records.h"
#include "library/settings.h"

namespace magnetar::app {

/// Loop thread only. The constructor's arguments must outlive it.
class TorrentIntake final : private TorrentRestores::Starts {
 public:
  /// The rooms and threads that it uses.
  struct Uses {
    engine::Engine& engine;
    const library::Records& library;
    const library::Settings& settings;
    const base::Clock& clock;
    TorrentUrlFetches& url_fetches;
    BackgroundReads& background_reads;
    api::CatalogEvents& events;
    RestoreNote& restore_note;
    base::Executor& loop;
    Background& background;
  };

  TorrentIntake(const Uses& uses, TorrentMap& torrents, MetadataWaiters& waiters, Removals& removals,
                CacheSpace& space);

  /// See api::Catalog::add.
  [[nodiscard]] base::Result<api::Added> add(const api::AddRequest& request);
  /// Repeats a failed fetch or start; no effect for a torrent in the engine.
  void start_again(const std::shared_ptr<Torrent>& torrent);
  /// Called when the engine has the torrent's metadata.
  void take_metadata(const std::shared_ptr<Torrent>& torrent);
  /// The queue that restores the torrents of the library.
  [[nodiscard]] TorrentRestores& restores() { return restores_; }
  [[nodiscard]] const TorrentRestores& restores() const { return restores_; }

 private:
  // TorrentRestores::Starts
  std::shared_ptr<Torrent> make(library::TorrentRecord record) override;
  base::Result<void> start(const std::shared_ptr<Torrent>& torrent,
                           const engine::TorrentSource& source) override;
  void fetch_url(const std::shared_ptr<Torrent>& torrent) override;

  [[nodiscard]] base::Result<api::Added> add_source(const engine::TorrentSource& source,
                                                    const api::AddRequest& request);
  [[nodiscard]] base::Result<api::Added> add_url(const std::string& url, const api::AddRequest& request);
  [[nodiscard]] library::TorrentRecord new_record(const api::AddRequest& request) const;
  [[nodiscard]] std::string folder_of(const engine::TorrentSource& source) const;
  void recall_watched(Torrent& torrent) const;
  /// Adds a further source of a known torrent: its trackers, peers, web seeds and metadata are added and
  /// kept.
  void merge(const std::shared_ptr<Torrent>& torrent, const engine::TorrentSource& source);
  void fetch_exact_source(const std::shared_ptr<Torrent>& torrent, std::vector<std::string> urls);
  /// Returns false when the bytes are no .torrent file, or that of another torrent.
  [[nodiscard]] bool take_exact_source(const std::shared_ptr<Torrent>& torrent,
                                       const base::Result<std::string>& bytes);
  void take_fetched(const std::shared_ptr<Torrent>& torrent, const base::Result<std::string>& bytes);
  /// `found` is a .torrent file or a magnet link.
  [[nodiscard]] base::Result<void> adopt(const std::shared_ptr<Torrent>& torrent, const std::string& found);

  const Uses uses_;
  TorrentMap& torrents_;
  MetadataWaiters& waiters_;
  Removals& removals_;
  CacheSpace& space_;
  TorrentRestores restores_;
};

}  // namespace magnetar::app
