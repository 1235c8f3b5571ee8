#include "engine/session_engine.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <chrono>
#include <libtorrent/extensions/smart_ban.hpp>
#include <libtorrent/extensions/ut_pex.hpp>
#include <libtorrent/mmap_disk_io.hpp>
#include <libtorrent/peer_info.hpp>
#include <libtorrent/session_stats.hpp>
#include <libtorrent/torrent_flags.hpp>
#include <libtorrent/torrent_info.hpp>
#include <utility>

#include "base/listen_interfaces.h"
#include "base/log.h"
#include "engine/add_params.h"
#include "engine/disk_tap.h"
#include "engine/magnet.h"
#include "engine/peer_connector.h"
#include "engine/private_torrent.h"
#include "engine/request_scheduler.h"
#include "engine/session_settings.h"
#include "engine/store_registry.h"
#include "engine/swarm_policy.h"
#include "engine/torrent_watch.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t kMostOpenFiles = 64;
constexpr base::Duration kSaveTorrents = seconds(1);
constexpr base::Duration kSaveSession = minutes(5);

/// Puts DiskTap around the disk, and removes libtorrent's extensions: its metadata exchange is replaced by
/// our own, and the others are added by extend().
lt::session_params tapped(lt::session_params params, std::shared_ptr<StoreRegistry> stores) {
  params.extensions.clear();
  params.disk_io_constructor = [stores = std::move(stores)](lt::io_context& context,
                                                            const lt::settings_interface& settings,
                                                            lt::counters& counters) {
    return std::make_unique<DiskTap>(lt::mmap_disk_io_constructor(context, settings, counters), stores,
                                     context);
  };
  return params;
}

/// Reads the session's state. Unreadable state counts as none; the DHT starts from its bootstrap nodes then.
lt::session_params read_state(const std::string& state) try {
  if (state.empty()) return {};
  const lt::span<const char> bytes(state.data(), static_cast<std::ptrdiff_t>(state.size()));
  return lt::read_session_params(bytes, lt::session::save_dht_state);
} catch (const std::exception& error) {
  base::log(base::LogLevel::warning, "engine", error.what());
  return {};
}

void extend(lt::session& session) {
  session.add_extension(&lt::create_ut_pex_plugin);
  session.add_extension(&lt::create_smart_ban_plugin);
}

/// Applies limits to all peers: libtorrent exempts the local network by default.
void limit_every_peer(lt::session& session) {
  const auto global =
      static_cast<std::uint32_t>(1U << static_cast<std::uint32_t>(lt::session::global_peer_class_id));
  lt::ip_filter classes;
  classes.add_rule(lt::make_address("0.0.0.0"), lt::make_address("255.255.255.255"), global);
  classes.add_rule(lt::make_address("::"), lt::make_address("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
                   global);
  session.set_peer_class_filter(classes);
}

}  // namespace

SessionEngine::SessionEngine(lt::session_params params, EngineOptions options, bool only_loopback,
                             base::Executor& loop, base::Timers& timers, EngineEvents& events)
    : loop_(loop),
      timers_(timers),
      events_(events),
      network_(std::move(options.network)),
      only_loopback_(only_loopback),
      open_files_(std::make_shared<OpenFiles>(kMostOpenFiles)),
      stores_(std::make_shared<StoreRegistry>()),
      memory_(std::make_shared<BlockMemory>(options.memory_limit)),
      dht_nodes_metric_(lt::find_metric_idx("dht.dht_nodes")),
      session_(tapped(std::move(params), stores_)),
      aside_(std::make_shared<boost::asio::thread_pool>(1)),
      web_seeds_(options.web_seeds, std::move(options.local_peers), session_, loop),
      presence_(timers, [this] { presence_changed(); }),
      schedule_(timers, kSaveTorrents, [this](const base::TorrentId& id) { save(id); }),
      state_timer_(timers.every(kSaveSession,
                                [this] {
                                  if (presence_.present()) save_session_state();
                                })),
      network_watch_(make_network_watch()),
      alerts_(session_, loop, [this](const lt::alert& alert) { dispatch(alert); }) {
  web_seeds_.filter(reach(), neighbours_);
  limit_every_peer(session_);
  extend(session_);
}

SessionEngine::~SessionEngine() {
  aside_->stop();
  aside_->join();
  for (const auto& [id, entry] : entries_)
    entry->store->close({base::ErrorCode::cancelled, "the engine is stopping"});
}

base::Result<void> SessionEngine::add(const base::TorrentId& id, const TorrentSource& source,
                                      const AddOptions& options) try {
  const auto entry = make_entry(id, source, options);
  if (!options.paused) presence_.join(id);
  if (const auto joined = join(entry, options); !joined) {
    presence_.leave(id);
    return joined.error();
  }
  entries_[id] = entry;
  if (entry->source.ti) {
    loop_.post([this, weak = std::weak_ptr(entry)] {
      if (const auto added = weak.lock()) announce_metadata(added);
    });
  }
  return base::success();
} catch (const std::exception& error) {
  return base::Error{base::ErrorCode::bad_torrent, error.what(), id.value};
}

SessionEngine::EntryPtr SessionEngine::make_entry(const base::TorrentId& id, const TorrentSource& source,
                                                  const AddOptions& options) {
  auto entry = std::make_shared<TorrentEntry>();
  entry->store =
      std::make_shared<PieceStore>(memory_, later(entry, &SessionEngine::take_news), options.trace);
  entry->stamps =
      std::make_shared<FileStamps>(entry->store, later(entry, &SessionEngine::take_changed_files));
  entry->stamps->read(options.resume_data, kFileStampsKey);
  // Files are not read before a comparison with their stamps: other programs may have changed them.
  if (!entry->stamps->empty()) entry->store->hold();
  entry->id = entry->status.id = id;
  entry->folder = options.folder.string();
  entry->source = source.params->params;
  entry->encoding = source.params->encoding;
  entry->status.info_hash = source.info_hash;
  entry->status.name = source.name;
  entry->status.paused = options.paused;
  drop_forbidden(entry->source, reach());
  if (entry->source.ti) entry->take_metadata(*std::shared_ptr(entry->source.ti), open_files_);
  return entry;
}

/// A function that has the loop do this work on the entry, unless the entry has gone by then. Only the engine
/// holds entries, so the engine exists as long as an entry does.
std::function<void()> SessionEngine::later(const EntryPtr& entry,
                                           void (SessionEngine::*work)(const EntryPtr&)) {
  return [this, &loop = loop_, weak = std::weak_ptr(entry), work] {
    loop.post([this, weak, work] {
      if (const auto held = weak.lock()) (this->*work)(held);
    });
  };
}

/// Adds the torrent to libtorrent's session.
base::Result<void> SessionEngine::join(const EntryPtr& entry, const AddOptions& options) {
  entry->scheduler = std::make_shared<RequestScheduler>();
  entry->connector = make_connector(entry);
  entry->jobs = std::make_shared<DiskJobs>();
  lt::error_code error;
  entry->handle = session_.add_torrent(make_params(entry, options), error);
  if (error) return base::Error{base::ErrorCode::bad_torrent, error.message(), entry->id.value};
  by_handle_[entry->handle] = entry;
  if (!options.paused) look_for_peers(*entry);
  return base::success();
}

lt::add_torrent_params SessionEngine::make_params(const EntryPtr& entry, const AddOptions& options) {
  lt::add_torrent_params params = entry->source;
  merge_resume_data(params, options.resume_data);
  entry->known->read(options.resume_data, kKnownPeersKey);
  for (const PeerEndpoint& peer : entry->known->all()) params.peers.push_back(peer);
  drop_forbidden(params, reach());
  params.url_seeds.clear();                                                   // see WebSeedControl
  if (params.ti) params.ti = std::make_shared<lt::torrent_info>(*params.ti);  // libtorrent's own copy
  params.save_path = entry->folder;
  params.flags = lt::torrent_flags::update_subscribe | lt::torrent_flags::apply_ip_filter |
                 lt::torrent_flags::duplicate_is_error | lt::torrent_flags::override_trackers |
                 lt::torrent_flags::override_web_seeds;
  if (options.paused) params.flags |= lt::torrent_flags::paused;
  if (params.ti && is_private(*params.ti)) params.flags |= kPrivateFlags;
  const auto found = [this, &loop = loop_, weak = std::weak_ptr(entry)](const lt::tcp::endpoint& peer) {
    loop.post([this, weak, peer] {
      if (const auto held = weak.lock()) on_neighbour(held, peer);
    });
  };
  params.extensions.emplace_back(
      [found, stores = stores_, store = entry->store, scheduler = entry->scheduler, jobs = entry->jobs,
       stamps = entry->stamps, connector = entry->connector,
       peers = web_seeds_.peers()](const lt::torrent_handle& torrent, lt::client_data_t) {
        stores->add(torrent.native_handle(),
                    {store, scheduler, jobs, std::make_shared<PieceHashes>(torrent), stamps});
        return std::make_shared<TorrentWatch>(torrent, store, scheduler, connector, peers, found);
      });
  params.extensions.emplace_back([wanted = params.info_hashes, world = exchange_world(entry)](
                                     const lt::torrent_handle& torrent, lt::client_data_t) {
    return std::make_shared<MetadataExchange>(torrent, wanted, world);
  });
  return params;
}

void SessionEngine::remove(const base::TorrentId& id, bool delete_files) {
  const EntryPtr entry = find(id);
  if (!entry) return;
  entry->store->close({base::ErrorCode::unknown_torrent, "the torrent was removed", id.value});
  web_seeds_.close(*entry);
  schedule_.gone(id);
  presence_.leave(id);
  entries_.erase(id);
  by_handle_.erase(entry->handle);
  removals_[entry->handle] = {id, delete_files};
  session_.remove_torrent(entry->handle, delete_files ? lt::session::delete_files : lt::remove_flags_t{});
  saved(id);
}

void SessionEngine::pause(const base::TorrentId& id) {
  const EntryPtr entry = find(id);
  if (!entry) return;
  entry->status.paused = entry->status_changed = true;
  entry->going_on = false;
  entry->retry.reset();
  web_seeds_.close(*entry);
  entry->handle.pause();
  presence_.leave(id);
  save(id);
}

void SessionEngine::resume(const base::TorrentId& id) {
  const EntryPtr entry = find(id);
  if (!entry) return;
  entry->status.paused = false;
  entry->status_changed = true;
  presence_.join(id);
  entry->retry.reset();
  entry->store->go_on();
  if (!entry->failed) return go_on(*entry);
  go_on_when_settled(entry);
}

void SessionEngine::go_on_when_settled(const EntryPtr& entry) {
  if (std::exchange(entry->going_on, true)) return;
  settle(entry, [](SessionEngine& engine, const EntryPtr& settled) {
    if (std::exchange(settled->going_on, false)) engine.go_on(*settled);
  });
}

// Waits until the torrent has no disk jobs. Between a failed write and libtorrent's reaction other writes
// begin and end; libtorrent and our scheduler would disagree about their blocks.
void SessionEngine::settle(const EntryPtr& entry, std::function<void(SessionEngine&, const EntryPtr&)> then) {
  entry->handle.pause();
  const auto settled = [this, weak = std::weak_ptr(entry), then = std::move(then)] {
    if (const EntryPtr known = weak.lock()) then(*this, known);
  };
  boost::asio::post(session_.get_context(), [&loop = loop_, jobs = entry->jobs, settled] {
    jobs->when_idle([&loop, settled] { loop.post(settled); });
  });
}

void SessionEngine::go_on(TorrentEntry& entry) {
  entry.failed = false;
  entry.handle.unset_flags(lt::torrent_flags::upload_mode);  // libtorrent sets it when the disk is full
  entry.handle.clear_error();
  entry.handle.resume();
  web_seeds_.open(entry);
  web_seeds_.wake(entry);
  look_for_peers_again(entry);
  at_scheduler(entry, [](RequestScheduler& scheduler, base::TimePoint now) { scheduler.go_on(now); });
}

std::shared_ptr<PeerConnector> SessionEngine::make_connector(const EntryPtr& entry) {
  const auto on_new_peer = [this, &loop = loop_, weak = std::weak_ptr(entry)] {
    loop.post([this, weak] {
      if (const auto held = weak.lock()) save_peers(*held);
    });
  };
  auto connector = std::make_shared<PeerConnector>(session_.get_context(), lt::session_handle(session_),
                                                   entry->known, on_new_peer);
  connector->allow_utp(network_.utp);
  return connector;
}

/// Saves the known peers soon, so that a daemon that is killed finds them again.
void SessionEngine::save_peers(TorrentEntry& entry) {
  entry.save_anyway = true;
  if (entry.checked) schedule_.changed(entry.id);
}

void SessionEngine::look_for_peers_again(const TorrentEntry& entry) {
  boost::asio::post(session_.get_context(), [connector = entry.connector] { connector->wake_again(); });
}

void SessionEngine::look_for_peers(const TorrentEntry& entry) {
  boost::asio::post(session_.get_context(), [connector = entry.connector] { connector->wake(); });
}

void SessionEngine::set_priorities(const base::TorrentId& id, std::span<const PiecePriority> changes) {
  const EntryPtr entry = find(id);
  if (!entry) return;
  const auto told = entry->want(changes);
  tell_wanted(*entry, told);
}

void SessionEngine::save(const base::TorrentId& id) {
  if (const EntryPtr entry = find(id); entry && entry->checked) ask_resume_data(*entry, {});
}

void SessionEngine::ask_resume_data(TorrentEntry& entry, lt::resume_data_flags_t extra) {
  if (!std::exchange(entry.save_anyway, false)) extra |= lt::torrent_handle::only_if_modified;
  entry.handle.save_resume_data(extra);
}

std::shared_ptr<const Metadata> SessionEngine::metadata(const base::TorrentId& id) const {
  const EntryPtr entry = find(id);
  return entry ? entry->metadata : nullptr;
}

std::shared_ptr<TorrentData> SessionEngine::data(const base::TorrentId& id) const {
  const EntryPtr entry = find(id);
  return entry ? entry->data : nullptr;
}

std::vector<std::string> SessionEngine::trackers(const base::TorrentId& id) const {
  const EntryPtr entry = find(id);
  return entry ? std::vector<std::string>(entry->source.trackers) : std::vector<std::string>{};
}

std::string SessionEngine::torrent_file(const base::TorrentId& id) const {
  const EntryPtr entry = find(id);
  if (!entry || !entry->metadata) return {};
  auto bytes = write_torrent(entry->source);
  return bytes ? std::move(bytes.value()) : std::string{};
}

std::string SessionEngine::magnet(const base::TorrentId& id) const {
  const EntryPtr entry = find(id);
  if (!entry) return {};
  const TorrentStatus& status = entry->status;
  const bool named = status.name != status.info_hash.best();
  return format_magnet(status.info_hash, named ? status.name : std::string_view{}, entry->source.trackers);
}

void SessionEngine::ask_status() {
  session_.post_torrent_updates({});
  session_.post_session_stats();
}

void SessionEngine::stop(base::Duration limit, std::function<void()> done) {
  for (const auto& [id, entry] : entries_) web_seeds_.close(*entry);
  stopped_ = std::move(done);
  stop_timer_ = timers_.after(limit, [this] { finish_stop(); });
  session_.pause();
  for (const auto& [id, entry] : entries_) {
    if (!entry->checked) continue;
    stop_waits_for_.insert(id);
    ask_resume_data(*entry, lt::torrent_handle::flush_disk_cache);
  }
  if (presence_.present()) save_session_state();
  if (stop_waits_for_.empty()) finish_stop();
}

void SessionEngine::save_session_state() {
  const auto bytes = lt::write_session_params_buf(session_.session_state(lt::session::save_dht_state),
                                                  lt::session::save_dht_state);
  events_.on_session_state({bytes.begin(), bytes.end()});
}

SessionEngine::EntryPtr SessionEngine::find(const base::TorrentId& id) const {
  base::assert_in_loop(loop_);
  const auto found = entries_.find(id);
  return found == entries_.end() ? nullptr : found->second;
}

base::Result<std::unique_ptr<Engine>> start_engine(EngineOptions options, base::Executor& loop,
                                                   base::Timers& timers, EngineEvents& events) try {
  const auto interfaces = base::parse_listen_interfaces(options.network.listen_interfaces);
  if (!interfaces)
    return base::Error{base::ErrorCode::io_error, interfaces.error().message, "listen_interfaces"};
  const bool only_loopback = interfaces.value().only_loopback;
  lt::session_params params = read_state(options.session_state);
  params.settings = session_settings(options.network, only_loopback);
  return std::unique_ptr<Engine>(std::make_unique<SessionEngine>(std::move(params), std::move(options),
                                                                 only_loopback, loop, timers, events));
} catch (const std::exception& error) {
  return base::Error{base::ErrorCode::io_error, error.what()};
}

}  // namespace magnetar::engine
