#include "app/daemon/daemon.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "api/attachments_route.h"
#include "api/cut_route.h"
#include "api/film_route.h"
#include "api/hls_routes.h"
#include "api/media_routes.h"
#include "api/part_route.h"
#include "api/picture_routes.h"
#include "api/stream_routes.h"
#include "app/daemon/network_settings.h"
#include "app/torrents/found_films.h"
#include "app/torrents/kept_file.h"
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

// A folder that cannot be used is told when it is set, not when the next film is clicked.
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
      copies_(loop),
      catalog_(*this),
      stats_(catalog_, *this, paths_.state / "traces"),
      media_(loop, catalog_, *this, *this),
      pictures_(loop, catalog_, *this, *this, media_.launcher()),
      hls_(loop, media_),
      programs_(catalog_, *this),
      server_(loop, catalog_, *this, stats_, media_, programs_) {}

Daemon::~Daemon() = default;

Result<void> Daemon::start() {
  BOOST_OUTCOME_TRYV(open_library());
  background_work_.run([] { media::end_leftover_sandboxes(); }, [] {});
  fetches_ = std::make_unique<TorrentUrlFetches>(loop_);
  BOOST_OUTCOME_TRYV(start_engine());
  BOOST_OUTCOME_TRYV(start_http());
  BOOST_OUTCOME_TRYV(listen());
  BOOST_OUTCOME_TRYV(catalog_.restore());
  housekeeping_ = loop_.every(kHousekeepingPeriod, [this] { housekeeping(); });
  return base::success();
}

// What cannot be read is the default, and told: a line that a person wrote must not lock them out.
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

// On another thread, by a connection of its own: the library may be large.
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
  const auto local_peers = std::make_shared<engine::LocalPeers>();
  web_seeds_ = std::make_unique<WebSeeds>(local_peers);
  web_seeds_->allow_private(settings_.local_torrent_links);
  engine::EngineOptions options{network_settings(settings_), state, settings_.memory_limit, local_peers,
                                web_seeds_.get()};
  MAGNETAR_TRY(engine, engine::start_engine(std::move(options), loop_, loop_, catalog_));
  engine_ = std::move(engine);
  return base::success();
}

Result<void> Daemon::start_http() {
  streams_ = std::make_unique<StreamService>(loop_, catalog_, *engine_);
  http::ServerOptions options;
  options.token = base::random_hex(16);
  auto files = api::stream_routes(*streams_, [this] { return http_base(); });
  files = api::part_route(*streams_, api::cut_route(*streams_, std::move(files)));
  files = api::film_route(*streams_, api::attachments_route(*streams_, std::move(files)));
  auto routes = api::media_routes(media_, api::hls_routes(hls_, std::move(files)));
  routes = api::picture_routes(pictures_, std::move(routes));
  MAGNETAR_TRY(server, http::start_server(options, std::move(routes)));
  http_ = std::move(server);
  media_.launcher().connect({http_->port(), http_->base_url(), http_->given_url(),
                             [this](base::UniqueFd film) { http_->serve(std::move(film)); },
                             media::beside_this_program("magnetar-airlock")});
  media_.prepare(*streams_);
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

// A timer that ends itself would be destroyed in its own call; housekeeping starts and stops it.
void Daemon::housekeeping() {
  if (!catalog_.streaming()) {
    streaming_.reset();
  } else if (!streaming_) {
    streaming_ = loop_.every(streaming::Scheduler::kTick, [this] { stream(); });
  }
  programs_.collect_ended();
  if (++seconds_ % kRoomEverySeconds == 0) {
    engine_->ask_status();
    catalog_.make_room();
    catalog_.settle_restores();
  }
  if (seconds_ % kBackUpEverySeconds == kFirstBackUpSecond) back_up_library();
  leave_when_idle();
}

void Daemon::stream() {
  catalog_.tick();
  ask_status();
}

// The one who looks and the streams ask for the same answer.
void Daemon::ask_status() {
  const auto now = clock_.now();
  if (asked_at_ && now - *asked_at_ < kStatusPeriod) return;
  asked_at_ = now;
  engine_->ask_status();
}

void Daemon::leave_when_idle() {
  if (settings_.idle_exit == 0 || server_.clients() > 0 || catalog_.busy()) {
    idle_since_.reset();
    return;
  }
  if (!idle_since_) idle_since_ = clock_.now();
  if (clock_.now() - *idle_since_ < std::chrono::seconds(settings_.idle_exit)) return;
  base::log(base::LogLevel::info, "daemon", "nobody is left; ending");
  stop();
}

// HTTP threads wait for the loop only with a token, which the endpoint's stop cancels; so it can be stopped
// from here.
void Daemon::stop() {
  if (std::exchange(stopping_, true)) return;
  no_more_copies_ = true;
  housekeeping_.reset();
  streaming_.reset();
  socket_.reset();
  server_.close_all();
  fetches_.reset();
  catalog_.stop();
  pictures_.stop();
  hls_.stop();
  media_.stop();
  if (http_) http_->stop();
  stop_began_ = clock_.now();
  if (!engine_) return loop_.stop();
  engine_->stop(kEngineStopLimit, [this] { end(); });
}

// What a person was told is written already. A disk that does not take the rest in time keeps nobody waiting:
// the database bears the end of the process at any moment.
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
  catalog_.apply_settings();
  server_.announce_settings();
  return base::success();
}

void Daemon::place(std::filesystem::path source, std::filesystem::path wanted,
                   std::function<void(Result<std::filesystem::path>)> then) {
  const auto placed =
      std::make_shared<Result<std::filesystem::path>>(Error{ErrorCode::cancelled, "not tried"});
  copies_.run([this, placed, source = std::move(source),
               wanted = std::move(wanted)] { *placed = put_for_person(source, wanted, no_more_copies_); },
              [placed, then = std::move(then)] { then(*placed); });
}

api::StatusView Daemon::status() {
  const auto& session = catalog_.session_status();
  api::StatusView status;
  status.pid = ::getpid();
  status.uptime = std::chrono::duration_cast<std::chrono::seconds>(clock_.now() - started_at_).count();
  status.clients = static_cast<std::int64_t>(server_.clients());
  status.torrents = static_cast<std::int64_t>(catalog_.count());
  status.download_rate = session.download_rate;
  status.upload_rate = session.upload_rate;
  status.dht_nodes = session.dht_nodes;
  status.listen_port = session.listen_port;
  status.http_port = http_->port();
  status.folder = settings_.cache_folder;
  status.used = catalog_.bytes_used();
  status.limit = settings_.cache_size;
  status.warnings = warnings_;
  if (const auto kept = catalog_.kept_above_limit(); kept > 0)
    status.warnings.push_back({"cache_kept", std::to_string(kept)});
  const auto& launcher = media_.launcher();
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
}

}  // namespace magnetar::app
