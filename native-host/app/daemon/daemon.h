#pragma once
// The daemon: builds the rooms in order, joins them, and takes them down in order. Loop thread only.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "api/control.h"
#include "api/route_table.h"
#include "api/server.h"
#include "app/media/hls_service.h"
#include "app/media/media_service.h"
#include "app/media/thumbnail_service.h"
#include "app/programs/program_service.h"
#include "app/torrents/background_work.h"
#include "app/torrents/downloads_folder.h"
#include "app/torrents/engine_listener.h"
#include "app/torrents/stats_service.h"
#include "app/torrents/stream_service.h"
#include "app/torrents/torrent_catalog.h"
#include "app/torrents/torrent_url_fetches.h"
#include "app/web_peers/web_peer_service.h"
#include "app/web_seeds/web_seeds.h"
#include "base/loop.h"
#include "base/paths.h"
#include "engine/engine.h"
#include "http/http_server.h"
#include "library/background_library.h"
#include "library/settings_file.h"
#include "messaging/instance_lock.h"
#include "messaging/local_server.h"

namespace magnetar::app {

class Daemon final : private api::Control {
 public:
  Daemon(base::Loop& loop, base::Paths paths, messaging::InstanceLock lock);
  ~Daemon() override;

  /// Opens the library, starts the session and the endpoint, lists the torrents and listens on the socket.
  /// The torrents are restored afterwards, one after another. Errors: io_error, disk_full.
  [[nodiscard]] base::Result<void> start();
  /// Begins the ordered stop: no new requests, torrents saved, then the loop ends. Takes at most a few
  /// seconds; a second call has no effect.
  void stop() override;

 private:
  void read_settings();
  [[nodiscard]] base::Result<void> open_library();
  [[nodiscard]] base::Result<void> replaced_library(const library::Library::Opened& opened);
  void back_up_library();
  [[nodiscard]] base::Result<void> start_engine();
  /// Makes the catalog and the services, once library and engine exist.
  void make_services();
  void register_methods();
  void add_routes();
  [[nodiscard]] base::Result<void> start_http();
  [[nodiscard]] base::Result<void> listen();
  void housekeeping();
  void stream();
  void leave_when_idle();
  void end();

  // api::Control
  const library::Settings& settings() const override { return settings_; }
  base::Result<void> change_settings(
      const std::vector<std::pair<std::string, library::SettingValue>>& changes) override;
  void when_written(std::function<void(const base::Result<void>&)> then) override {
    library_->when_written(std::move(then));
  }
  [[nodiscard]] api::StatusView status() override;
  [[nodiscard]] std::string http_base() const override;
  void allow_origin(const std::string& origin) override;
  void ask_status() override;

  base::Loop& loop_;
  base::Paths paths_;
  messaging::InstanceLock lock_;
  base::SystemClock clock_;
  base::TimePoint started_at_;
  library::SettingsFile settings_file_;
  library::Settings settings_;
  std::unique_ptr<library::BackgroundLibrary> library_;
  std::optional<RestoreNote> restore_note_;
  std::vector<api::Warning> warnings_;  ///< problems at the start that the person should know
  BackgroundReads background_reads_;
  BackgroundWork background_work_;
  DownloadsFolder downloads_;
  TorrentUrlFetches fetches_;
  api::Server server_;
  EngineListener listener_;
  std::optional<TorrentCatalog> catalog_;
  std::optional<StatsService> stats_;
  std::optional<MediaService> media_;
  std::optional<ThumbnailService> pictures_;
  std::optional<HlsService> hls_;
  std::optional<ProgramService> programs_;
  std::shared_ptr<engine::LocalPeers> local_peers_ = std::make_shared<engine::LocalPeers>();
  std::unique_ptr<WebSeeds> web_seeds_;
  std::unique_ptr<WebPeerService> web_peers_;
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<StreamService> streams_;
  api::RouteTable routes_;
  std::unique_ptr<http::HttpServer> http_;
  std::unique_ptr<messaging::LocalServer> socket_;
  std::unique_ptr<base::Timer> housekeeping_;
  std::unique_ptr<base::Timer> streaming_;  ///< runs while there are viewers
  std::optional<base::TimePoint> asked_at_;
  std::optional<base::TimePoint> idle_since_;
  int seconds_ = 0;
  bool stopping_ = false;
  base::TimePoint stop_began_;
};

}  // namespace magnetar::app
