#pragma once
// Implements Engine on a libtorrent session. Commands are in session_engine.cpp and session_streaming.cpp,
// statistics of swarms in session_swarms.cpp, sources from strangers in session_strangers.cpp, files that
// another program changed in session_files.cpp, libtorrent's alerts in session_alerts.cpp.

#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <libtorrent/alert_types.hpp>
#include <libtorrent/session.hpp>
#include <libtorrent/session_params.hpp>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "engine/alert_pump.h"
#include "engine/engine.h"
#include "engine/metadata_exchange.h"
#include "engine/network_presence.h"
#include "engine/network_watch.h"
#include "engine/save_schedule.h"
#include "engine/swarm_policy.h"
#include "engine/torrent_entry.h"
#include "engine/web_seed_control.h"

namespace magnetar::engine {

class StoreRegistry;

/// Loop thread. Calls that wait for libtorrent's network thread are rare: when a torrent is added, when a
/// magnet link's metadata has come, when a torrent failed, and when the session's state is saved.
class SessionEngine final : public Engine {
 public:
  SessionEngine(libtorrent::session_params params, EngineOptions options, bool only_loopback,
                base::Executor& loop, base::Timers& timers, EngineEvents& events);
  ~SessionEngine() override;

  base::Result<void> add(const base::TorrentId& id, const TorrentSource& source,
                         const AddOptions& options) override;
  base::Result<void> merge(const base::TorrentId& id, const TorrentSource& source) override;
  void remove(const base::TorrentId& id, bool delete_files) override;
  void pause(const base::TorrentId& id) override;
  void resume(const base::TorrentId& id) override;
  void set_priorities(const base::TorrentId& id, std::span<const PiecePriority> changes) override;
  void limit_download(const base::TorrentId& id, std::int64_t bytes_per_second) override;
  void hurry(const base::TorrentId& id, base::PieceIndex piece) override;
  void relax(const base::TorrentId& id, base::PieceIndex piece) override;
  void save(const base::TorrentId& id) override;
  std::shared_ptr<const Metadata> metadata(const base::TorrentId& id) const override;
  std::shared_ptr<TorrentData> data(const base::TorrentId& id) const override;
  std::vector<std::string> trackers(const base::TorrentId& id) const override;
  void ask_swarms(const std::vector<base::TorrentId>& ids,
                  std::function<void(std::vector<SwarmStats>)> answer) override;
  MemoryUse memory() const override { return {memory_->used(), memory_->cap()}; }
  std::string torrent_file(const base::TorrentId& id) const override;
  std::string magnet(const base::TorrentId& id) const override;
  void ask_status() override;
  void apply(const NetworkSettings& network) override;
  void limit_memory(std::int64_t bytes) override { memory_->set_cap(bytes); }
  void stop(base::Duration limit, std::function<void()> done) override;

 private:
  using EntryPtr = std::shared_ptr<TorrentEntry>;
  struct Removal {
    base::TorrentId id;
    bool wait_for_files = false;
  };

  EntryPtr find(const base::TorrentId& id) const;
  EntryPtr find(const libtorrent::torrent_alert& alert) const;
  libtorrent::add_torrent_params make_params(const EntryPtr& entry, const AddOptions& options);
  MetadataExchange::World exchange_world(const EntryPtr& entry);
  [[nodiscard]] Reach reach() const;
  void on_neighbour(const EntryPtr& entry, const libtorrent::tcp::endpoint& peer);
  void at_scheduler(const TorrentEntry& entry, std::function<void(RequestScheduler&, base::TimePoint)> work);
  void tell_wanted(const TorrentEntry& entry, const Priorities& changes);
  std::shared_ptr<NetworkWatch> make_network_watch();
  std::shared_ptr<PeerConnector> make_connector(const EntryPtr& entry);
  void save_peers(TorrentEntry& entry);
  void look_for_peers(const TorrentEntry& entry);
  void look_for_peers_again(const TorrentEntry& entry);
  void merge_trackers(TorrentEntry& entry, const libtorrent::add_torrent_params& params);
  /// Joins the session to the network, or takes it off (NetworkPresence).
  void presence_changed();
  void network_changed(const NetworkWatch::Addresses& addresses);
  void go_on_when_settled(const EntryPtr& entry);
  void settle(const EntryPtr& entry, std::function<void(SessionEngine&, const EntryPtr&)> then);
  [[nodiscard]] EntryPtr make_entry(const base::TorrentId& id, const TorrentSource& source,
                                    const AddOptions& options);
  [[nodiscard]] std::function<void()> later(const EntryPtr& entry,
                                            void (SessionEngine::*work)(const EntryPtr&));
  [[nodiscard]] base::Result<void> join(const EntryPtr& entry, const AddOptions& options);
  void look_at_files(const EntryPtr& entry);
  void files_looked_at(const EntryPtr& entry);
  void save_stamps(TorrentEntry& entry);
  void take_changed_files(const EntryPtr& entry);
  void check_files(const EntryPtr& entry);
  void check_when_open(const EntryPtr& entry);
  void files_checked(const EntryPtr& entry, bool all_right);
  void forget_lost_pieces(const EntryPtr& entry);
  void reload(const EntryPtr& entry, std::string resume_data);
  void go_on(TorrentEntry& entry);
  void ask_resume_data(TorrentEntry& entry, libtorrent::resume_data_flags_t extra);
  void save_session_state();

  void dispatch(const libtorrent::alert& alert);
  void take_alert(const libtorrent::alert& alert);
  void announce_metadata(const EntryPtr& entry);
  void take_news(const EntryPtr& entry);
  void on_torrent_error(const libtorrent::torrent_error_alert& alert);
  void on_metadata_received(const libtorrent::metadata_received_alert& alert);
  void on_checked(const libtorrent::torrent_checked_alert& alert);
  void begin(const EntryPtr& entry);
  void on_resume_data(const libtorrent::save_resume_data_alert& alert);
  void on_resume_data_failed(const libtorrent::save_resume_data_failed_alert& alert);
  void on_removed(const libtorrent::torrent_alert& alert, bool files_done);
  void on_state_update(const libtorrent::state_update_alert& alert);
  void on_session_stats(const libtorrent::session_stats_alert& alert);
  void on_listening(const libtorrent::listen_succeeded_alert& alert);
  void on_tracker_error(const libtorrent::tracker_error_alert& alert);
  void on_stopped(const EntryPtr& entry, const libtorrent::error_code& error, std::string_view file);
  void on_metadata_refused(const EntryPtr& entry, const base::Error& error);
  void fail(const EntryPtr& entry, const base::Error& error);
  void try_again_later(const EntryPtr& entry);
  void saved(const base::TorrentId& id);
  void finish_stop();

  base::Executor& loop_;
  base::Timers& timers_;
  EngineEvents& events_;
  NetworkSettings network_;
  bool only_loopback_;
  std::set<libtorrent::address> neighbours_;  ///< of the private network, found by local service discovery
  const std::shared_ptr<OpenFiles> open_files_;
  const std::shared_ptr<StoreRegistry> stores_;
  const std::shared_ptr<BlockMemory> memory_;
  const int dht_nodes_metric_;
  libtorrent::session session_;
  /// Judges large metadata. Shared with the metadata exchanges, which live as long as the session.
  const std::shared_ptr<boost::asio::thread_pool> aside_;
  WebSeedControl web_seeds_;
  NetworkPresence presence_;
  std::vector<libtorrent::udp::endpoint> dht_nodes_;  ///< known when the session left the network
  std::map<base::TorrentId, EntryPtr> entries_;
  // The key is the torrent object, which stays valid after the torrent is gone; its hash does not.
  std::map<libtorrent::torrent_handle, EntryPtr> by_handle_;
  std::map<libtorrent::torrent_handle, Removal> removals_;
  SaveSchedule schedule_;
  std::unique_ptr<base::Timer> state_timer_;
  const std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);  ///< the only owner
  const std::shared_ptr<NetworkWatch> network_watch_;
  SessionStatus session_status_;
  bool new_listen_port_ = true;  ///< the next listening socket's port is the reported one
  std::set<base::TorrentId> stop_waits_for_;
  std::function<void()> stopped_;
  std::unique_ptr<base::Timer> stop_timer_;
  AlertPump alerts_;
};

}  // namespace magnetar::engine
