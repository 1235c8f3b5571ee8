#include "app/daemon/daemon.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "api/attachments_route.h"
#include "api/bridge_api.h"
#include "api/cut_route.h"
#include "api/film_route.h"
#include "api/hello_api.h"
#include "api/hls_routes.h"
#include "api/media_api.h"
#include "api/media_routes.h"
#include "api/part_route.h"
#include "api/picture_routes.h"
#include "api/positions_api.h"
#include "api/programs_api.h"
#include "api/settings_api.h"
#include "api/stats_api.h"
#include "api/status_api.h"
#include "api/stream_routes.h"
#include "api/streams_api.h"
#include "api/subtitles_api.h"
#include "api/torrents_api.h"
#include "api/view_route.h"
#include "app/daemon/network_settings.h"
#include "app/torrents/found_films.h"
#include "base/log.h"
#include "base/random.h"
#include "media/leftover_sandboxes.h"
#include "media/programs.h"

namespace magnetar::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::chrono::seconds kHousekeepingPeriod{1};
constexpr std::chrono::milliseconds kStatusPeriod{400};
constexpr int kRoomEverySeconds = 10;
constexpr int kBackUpEverySeconds = 3600;
constexpr int kFirstBackUpSecond = 5;
constexpr std::size_t kMostFoundFilms = 500;
constexpr const char* kLibraryFile = "library.db";
constexpr std::chrono::milliseconds kEngineStopLimit{4000};
constexpr std::chrono::milliseconds kStopLimit{4800};

library::Settings default_settings(const base::Paths& paths) {
  library::Settings settings;
  settings.cache_folder = (paths.cache / "films").string();
  return settings;
}

std::string search_path() {
  const char* path = std::getenv("PATH");
  return path != nullptr ? path : "";
}

// The check fails when the setting is changed, not when the next film is opened.
Result<void> check_cache_folder(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error && ::access(folder.c_str(), W_OK | X_OK) == 0) return base::success();
  return Error{ErrorCode::bad_setting, "cache_folder must be a folder that can be written", "cache_folder"};
}

}  // namespace

Daemon::Daemon(base::Loop& loop, base::Paths paths, messaging::InstanceLock lock)
    : loop_(loop),
      paths_(std::move(paths)),
      lock_(std::move(lock)),
      started_at_(clock_.now()),
      settings_file_(paths_.config / "settings.conf", default_settings(paths_)),
      background_reads_(loop),
      background_work_(loop),
      downloads_(loop),
      fetches_(loop),
      server_(loop, *this) {}

Daemon::~Daemon() = default;

Result<void> Daemon::start() {
  BOOST_OUTCOME_TRYV(open_library());
  background_work_.run([] { media::end_leftover_sandboxes(); }, [] {});
  BOOST_OUTCOME_TRYV(start_engine());
  make_services();
  register_methods();
  BOOST_OUTCOME_TRYV(start_http());
  BOOST_OUTCOME_TRYV(listen());
  BOOST_OUTCOME_TRYV(catalog_->restores().begin());
  housekeeping_ = loop_.every(kHousekeepingPeriod, [this] { housekeeping(); });
  return base::success();
}

// An unreadable setting gets its default and a warning: a mistyped line must not lock the person out.
void Daemon::read_settings() {
  auto loaded = settings_file_.load();
  settings_ = std::move(loaded.settings);
  for (auto& key : loaded.ignored) warnings_.push_back({"setting_ignored", std::move(key)});
}

Result<void> Daemon::open_library() {
  for (const auto& folder : {paths_.config, paths_.state, paths_.cache}) {
    BOOST_OUTCOME_TRYV(base::make_private_folder(folder));
  }
  read_settings();
  MAGNETAR_TRY(opened, library::Library::open_or_replace(paths_.state / kLibraryFile));
  restore_note_.emplace(paths_.state / "restoring");
  if (!opened.put_aside.empty()) {
    BOOST_OUTCOME_TRYV(replaced_library(opened));
  }
  MAGNETAR_TRY(reading, library::Library::open(paths_.state / kLibraryFile));
  library_ =
      std::make_unique<library::BackgroundLibrary>(std::move(reading), std::move(opened.library), loop_);
  return base::success();
}

Result<void> Daemon::replaced_library(const library::Library::Opened& opened) {
  base::log(base::LogLevel::error, "library", "damaged, and put aside as " + opened.put_aside.string());
  warnings_.push_back(
      {opened.from_copy ? "library_restored" : "library_replaced", opened.put_aside.string()});
  if (opened.from_copy) return base::success();
  for (const auto& record : found_films(settings_.cache_folder, kMostFoundFilms)) {
    BOOST_OUTCOME_TRYV(opened.library.put(record));
  }
  return base::success();
}

// The copy runs on another thread with a connection of its own, because the library may be large.
void Daemon::back_up_library() {
  background_work_.run(
      [file = paths_.state / kLibraryFile] {
        if (const auto copied = library::Library::back_up(file); !copied)
          base::log(base::LogLevel::warning, "library", copied.error().message);
      },
      [] {});
}

Result<void> Daemon::start_engine() {
  MAGNETAR_TRY(state, library_->session_state());
  web_seeds_ = std::make_unique<WebSeeds>(local_peers_);
  web_seeds_->allow_private(settings_.local_torrent_links);
  engine::EngineOptions options{network_settings(settings_), state, settings_.memory_limit, local_peers_,
                                web_seeds_.get()};
  MAGNETAR_TRY(engine, engine::start_engine(std::move(options), loop_, loop_, listener_));
  engine_ = std::move(engine);
  return base::success();
}

void Daemon::make_services() {
  const auto base_url = [this] { return http_base(); };
  catalog_.emplace(TorrentIntake::Uses{*engine_, *library_, settings_, clock_, fetches_, background_reads_,
                                       server_, *restore_note_, loop_, background_work_},
                   downloads_, listener_);
  auto& torrents = catalog_->torrents();
  auto& waiters = catalog_->metadata_waiters();
  web_peers_ = std::make_unique<WebPeerService>(
      WebPeerService::Uses{torrents, *engine_, settings_, loop_,
                           [this](const api::BridgeView& bridge) { server_.announce_bridge(bridge); }},
      local_peers_);
  stats_.emplace(torrents, *engine_, clock_, paths_.state / "traces");
  media_.emplace(loop_, waiters, torrents, *library_, base_url, search_path());
  pictures_.emplace(loop_, torrents, *library_, base_url, media_->launcher());
  hls_.emplace(loop_, *media_);
  programs_.emplace(torrents, base_url);
  streams_ = std::make_unique<StreamService>(loop_, waiters, *engine_);
}

void Daemon::register_methods() {
  auto& methods = server_.methods();
  api::register_hello(methods, *this);
  api::register_torrents(methods, *catalog_, *this, [this] { server_.watch_while_subscribed(); });
  api::register_streams(methods, *catalog_, *this);
  api::register_positions(methods, *catalog_);
  api::register_settings(methods, *this);
  api::register_status(methods, *this);
  api::register_stats(methods, *stats_);
  api::register_media(methods, *media_);
  api::register_programs(methods, *programs_);
  api::register_subtitles(methods);
  api::register_bridge(methods, *web_peers_);
  server_.when_left([this](rpc::ConnectionId client) { media_->left(client); });
  server_.when_added([this] { web_peers_->tick(); });
}

void Daemon::add_routes() {
  api::add_stream_routes(routes_, *streams_, [this] { return http_base(); });
  api::add_cut_route(routes_, *streams_);
  api::add_part_route(routes_, *streams_);
  api::add_film_route(routes_, *streams_);
  api::add_attachments_route(routes_, *streams_);
  api::add_view_route(routes_, *streams_);
  api::add_picture_routes(routes_, *pictures_);
  api::add_hls_routes(routes_, *hls_);
  api::add_media_routes(routes_, *media_);
}

Result<void> Daemon::start_http() {
  http::ServerOptions options;
  options.token = base::random_hex(16);
  options.may_be_framed = api::is_view;
  add_routes();
  MAGNETAR_TRY(server,
               http::start_server(options, [this](const auto& request) { return routes_.answer(request); }));
  http_ = std::move(server);
  media_->launcher().connect({http_->port(), http_->base_url(), http_->given_url(),
                              [this](base::UniqueFd film) { http_->serve(std::move(film)); },
                              media::beside_this_program("magnetar-airlock")});
  media_->prepare(*streams_);
  return base::success();
}

Result<void> Daemon::listen() {
  messaging::LocalServer::Options options;
  options.channel = messaging::daemon_side(api::Server::refusal());
  MAGNETAR_TRY(socket,
               messaging::LocalServer::listen(loop_, lock_, paths_.socket(), options,
                                              [this](auto client) { server_.admit(std::move(client)); }));
  socket_ = std::move(socket);
  base::log(base::LogLevel::info, "daemon", "listening on " + paths_.socket().string());
  return base::success();
}

// A timer that ends itself would be destroyed in its own callback, so housekeeping starts and stops it.
void Daemon::housekeeping() {
  if (!catalog_->streaming()) {
    streaming_.reset();
  } else if (!streaming_) {
    streaming_ = loop_.every(streaming::Scheduler::kTick, [this] { stream(); });
  }
  programs_->collect_ended();
  web_peers_->tick();
  catalog_->space().note_uses();
  if (++seconds_ % kRoomEverySeconds == 0) {
    engine_->ask_status();
    catalog_->space().make_room();
    catalog_->restores().settle();
  }
  if (seconds_ % kBackUpEverySeconds == kFirstBackUpSecond) back_up_library();
  leave_when_idle();
}

void Daemon::stream() {
  catalog_->tick();
  ask_status();
}

// Clients' requests and the streams share one answer of the engine.
void Daemon::ask_status() {
  const auto now = clock_.now();
  if (asked_at_ && now - *asked_at_ < kStatusPeriod) return;
  asked_at_ = now;
  engine_->ask_status();
}

void Daemon::leave_when_idle() {
  if (settings_.idle_exit == 0 || server_.clients() > 0 || catalog_->busy()) {
    idle_since_.reset();
    return;
  }
  if (!idle_since_) idle_since_ = clock_.now();
  if (clock_.now() - *idle_since_ < std::chrono::seconds(settings_.idle_exit)) return;
  base::log(base::LogLevel::info, "daemon", "nobody is left; ending");
  stop();
}

// HTTP threads wait for the loop only with a token that http_->stop() cancels, so the loop thread may stop
// the endpoint.
void Daemon::stop() {
  if (std::exchange(stopping_, true)) return;
  downloads_.stop();
  housekeeping_.reset();
  streaming_.reset();
  socket_.reset();
  server_.close_all();
  fetches_.stop();
  catalog_->restores().stop();
  pictures_->stop();
  hls_->stop();
  media_->stop();
  if (http_) http_->stop();
  stop_began_ = clock_.now();
  if (!engine_) return loop_.stop();
  engine_->stop(kEngineStopLimit, [this] { end(); });
}

// Changes that clients were told of are written already. A disk that does not write the rest in time does not
// delay the end: the database survives the end of the process at any moment.
void Daemon::end() {
  const auto left = std::max(base::Duration(0), stop_began_ + kStopLimit - clock_.now());
  if (library_->close(left)) return loop_.stop();
  base::log(base::LogLevel::warning, "library", "the disk is too slow to write the last changes");
  std::_Exit(0);
}

Result<void> Daemon::change_settings(
    const std::vector<std::pair<std::string, library::SettingValue>>& changes) {
  library::Settings next = settings_;
  for (const auto& [key, value] : changes) {
    BOOST_OUTCOME_TRYV(library::set_value(next, key, value));
  }
  if (next == settings_) return base::success();
  if (next.cache_folder != settings_.cache_folder) {
    BOOST_OUTCOME_TRYV(check_cache_folder(next.cache_folder));
  }
  BOOST_OUTCOME_TRYV(settings_file_.save(next));
  const bool network_changed = !(network_settings(next) == network_settings(settings_));
  settings_ = std::move(next);
  if (network_changed) engine_->apply(network_settings(settings_));
  web_seeds_->allow_private(settings_.local_torrent_links);
  engine_->limit_memory(settings_.memory_limit);
  catalog_->apply_settings();
  web_peers_->tick();
  server_.announce_settings();
  return base::success();
}

api::StatusView Daemon::status() {
  const auto& session = listener_.session_status();
  api::StatusView status;
  status.pid = ::getpid();
  status.uptime = std::chrono::duration_cast<std::chrono::seconds>(clock_.now() - started_at_).count();
  status.clients = static_cast<std::int64_t>(server_.clients());
  status.torrents = static_cast<std::int64_t>(catalog_->count());
  status.download_rate = session.download_rate;
  status.upload_rate = session.upload_rate;
  status.dht_nodes = session.dht_nodes;
  status.listen_port = session.listen_port;
  status.http_port = http_->port();
  status.folder = settings_.cache_folder;
  status.used = catalog_->space().used();
  status.limit = settings_.cache_size;
  status.warnings = warnings_;
  if (const auto kept = catalog_->space().kept_above_limit(); kept > 0)
    status.warnings.push_back({"cache_kept", std::to_string(kept)});
  const auto& launcher = media_->launcher();
  if (launcher.knows_sandbox_level() && launcher.sandbox_level() == media::SandboxLevel::landlock)
    status.warnings.push_back({"sandbox_landlock", "bubblewrap"});
  if (launcher.knows_sandbox_level() && launcher.sandbox_level() == media::SandboxLevel::none)
    status.warnings.push_back({"sandbox_none", "bubblewrap"});
  std::error_code error;
  auto folder = std::filesystem::path(settings_.cache_folder);
  while (!std::filesystem::exists(folder, error) && folder.has_relative_path()) folder = folder.parent_path();
  const auto space = std::filesystem::space(folder, error);
  if (!error) status.free = static_cast<std::int64_t>(space.available);
  return status;
}

std::string Daemon::http_base() const {
  return http_->base_url();
}

void Daemon::allow_origin(const std::string& origin) {
  http_->allow_origin(origin);
  if (web_peers_) web_peers_->allow_origin(origin);
}

}  // namespace magnetar::app
