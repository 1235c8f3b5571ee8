#pragma once
// The torrents of this user, as the protocol's methods use them. Joins the library (records), the engine
// (downloads) and the streams (wanted bytes).

#include <functional>
#include <optional>
#include <vector>

#include "api/catalog.h"
#include "app/torrents/cache_space.h"
#include "app/torrents/engine_listener.h"
#include "app/torrents/kept_file_placer.h"
#include "app/torrents/metadata_waiters.h"
#include "app/torrents/removals.h"
#include "app/torrents/torrent_intake.h"
#include "app/torrents/torrent_map.h"

namespace magnetar::app {

/// Loop thread only; owned by the daemon.
class TorrentCatalog final : public api::Catalog {
 public:
  /// The engine of `uses` sends its events to `listener`. The arguments must outlive the catalog.
  TorrentCatalog(const TorrentIntake::Uses& uses, KeptFilePlacer::Downloads& downloads,
                 EngineListener& listener);

  base::Result<api::Added> add(const api::AddRequest& request) override { return intake_.add(request); }
  std::size_t count() const override { return torrents_.size(); }
  std::vector<api::TorrentView> list(const api::Page& page) override { return torrents_.views(page); }
  base::Result<api::TorrentView> get(const base::TorrentId& id) override;
  base::Result<api::DetailsView> details(const base::TorrentId& id) override;
  base::Result<std::vector<api::FileView>> files(const base::TorrentId& id) override;
  base::Result<std::vector<double>> here(const base::TorrentId& id, base::FileIndex file,
                                         std::size_t parts) override;
  base::Result<void> pause(const base::TorrentId& id) override;
  base::Result<void> resume(const base::TorrentId& id) override;
  void remove(const base::TorrentId& id, bool delete_data,
              std::function<void(base::Result<void>)> done) override;
  base::Result<void> select(const base::TorrentId& id, const std::vector<base::FileIndex>& files) override;
  base::Result<void> keep_files(const base::TorrentId& id, std::vector<base::FileIndex> files,
                                bool wanted) override;
  base::Result<api::FileView> open_stream(const base::TorrentId& id,
                                          std::optional<base::FileIndex> file) override;
  base::Result<library::Position> position(const base::TorrentId& id, base::FileIndex file) override;
  base::Result<void> set_position(const base::TorrentId& id, base::FileIndex file,
                                  const library::Position& position) override;

  /// Paces the streams and speeds up late pieces; to be called every streaming::Scheduler::kTick while
  /// streaming().
  void tick();
  /// Whether there are viewers, or were a moment ago.
  [[nodiscard]] bool streaming() const;
  /// Applies changed settings.
  void apply_settings();
  /// Whether torrents wait for their restore, there are viewers, or selected files are missing.
  [[nodiscard]] bool busy() const;

  [[nodiscard]] TorrentMap& torrents() { return torrents_; }
  [[nodiscard]] MetadataWaiters& metadata_waiters() { return waiters_; }
  [[nodiscard]] CacheSpace& space() { return space_; }
  [[nodiscard]] TorrentRestores& restores() { return intake_.restores(); }

 private:
  /// Writes to the library whether these files are kept.
  [[nodiscard]] base::Result<void> note_kept(Torrent& torrent, const std::vector<base::FileIndex>& files,
                                             bool wanted);

  engine::Engine& engine_;
  const library::Records& library_;
  const library::Settings& settings_;
  TorrentUrlFetches& url_fetches_;
  TorrentMap torrents_;
  MetadataWaiters waiters_{torrents_};
  Removals removals_;
  CacheSpace space_;
  KeptFilePlacer placer_;
  TorrentIntake intake_;
};

}  // namespace magnetar::app
