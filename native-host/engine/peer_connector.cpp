#include "engine/peer_connector.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <libtorrent/announce_entry.hpp>
#include <libtorrent/error_code.hpp>
#include <libtorrent/peer_info.hpp>
#include <libtorrent/torrent_status.hpp>
#include <utility>

#include "engine/local_peers.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t kMostCounted = 5000;
constexpr milliseconds kLookAtAttempts{50};
constexpr milliseconds kLookAtSearch{500};
// The time without payload after which a torrent that wants a piece counts as starving.
constexpr milliseconds kStarving{1500};
// The least time between redials for a viewer's wait.
constexpr seconds kHurryEvery{5};
constexpr seconds kAnnounceEvery{10};
// The least time between announces before the `min interval` to a tracker without a useful answer.
constexpr seconds kPressTrackerEvery{60};
// The silence after which a connection is given up while the torrent starves.
constexpr seconds kSilent{8};
// The same silence after a network change, which leaves dead connections behind.
constexpr milliseconds kSilentAfterChange{2500};
constexpr seconds kChangeLasts{20};

lt::error_code gone() {
  return boost::asio::error::timed_out;
}

struct TrackerState {
  bool busy = false;    ///< being asked, or not asked yet
  bool failed = false;  ///< its last answer was an error
  bool early = false;   ///< its `min interval` is not over
};

TrackerState state_of(const lt::announce_entry& tracker, lt::time_point32 now) {
  TrackerState state;
  for (const auto& endpoint : tracker.endpoints) {
    if (!endpoint.enabled) continue;
    for (const auto& announce : endpoint.info_hashes) {
      state.busy = state.busy || announce.updating;
      state.failed = state.failed || announce.fails > 0;
      state.early = state.early || announce.min_announce > now;
    }
  }
  return state;
}

bool carries_bittorrent(const lt::peer_connection_handle& peer) {
  return peer.type() == lt::connection_type::bittorrent;
}

}  // namespace

PeerConnector::PeerConnector(boost::asio::io_context& context, lt::session_handle session,
                             std::shared_ptr<KnownPeers> known, std::function<void()> on_new_peer)
    : context_(context),
      session_(std::move(session)),
      on_new_peer_(std::move(on_new_peer)),
      attempts_(std::move(known)),
      attempt_timer_(context),
      search_timer_(context) {}

PeerConnector::~PeerConnector() = default;

void PeerConnector::attach(lt::torrent_handle torrent) {
  peers_.emplace(session_, torrent);
  torrent_ = std::move(torrent);
  probe_ = std::make_shared<UtpProbe>(context_, [weak = weak_from_this()](const PeerEndpoint& peer) {
    const auto self = weak.lock();
    if (self && self->attempts_.probe_answered(peer)) self->abandon(peer);
  });
  // libtorrent takes the peers of a new torrent before it makes the torrent's extensions.
  for (const PeerEndpoint& peer : peers_->all()) heard_of(peer);
}

void PeerConnector::heard_of(const PeerEndpoint& peer) {
  if (LocalPeers::in_range(peer.address())) return peers_->never_dial(peer);
  if (connections_.contains(peer)) return;
  (void)peers_->dial_by(peer, attempts_.first(peer), false);
}

void PeerConnector::began(const lt::peer_connection_handle& peer) {
  if (!carries_bittorrent(peer)) return;
  connections_.insert_or_assign(peer.remote(), peer);
  if (!peer.is_outgoing()) return;
  if (dialled_.size() < kMostCounted) dialled_.insert(peer.remote());
  attempts_.started(peer.remote(), method_of(peer), Clock().now());
  watch_attempts();
}

void PeerConnector::refuse(const lt::peer_connection_handle& peer) {
  boost::asio::post(context_, [connection = peer]() mutable {
    connection.disconnect(lt::errors::banned_by_ip_filter, lt::operation_t::bittorrent);
  });
}

void PeerConnector::connected(const PeerEndpoint& peer) {
  attempts_.connected(peer, Clock().now());
}

void PeerConnector::handshaken(const lt::peer_connection_handle& peer) {
  if (!peer.is_outgoing()) return;
  lt::peer_info info;
  peer.get_peer_info(info);
  const ConnectionMethod method{
      info.flags & lt::peer_info::utp_socket ? Transport::utp : Transport::tcp,
      static_cast<bool>(info.flags & (lt::peer_info::rc4_encrypted | lt::peer_info::plaintext_encrypted))};
  if (attempts_.handshaken(peer.remote(), method)) on_new_peer_();
}

// libtorrent tells of the end before its peer list knows that the connection has gone.
void PeerConnector::ended(const PeerEndpoint& peer) {
  connections_.erase(peer);
  boost::asio::post(context_, [weak = weak_from_this(), peer] {
    if (const auto self = weak.lock()) self->dial_again(peer);
  });
}

void PeerConnector::dial_again(const PeerEndpoint& peer) {
  if (connections_.contains(peer)) return;
  const auto method = attempts_.ended(peer);
  // The next attempt begins with the method that worked.
  const PeerState state = peers_->dial_by(peer, method ? *method : attempts_.first(peer), method.has_value());
  if (method && state == PeerState::free) connect_soon();
}

// Peers that have ended together are dialled together, each by its own method.
void PeerConnector::connect_soon() {
  if (std::exchange(connecting_soon_, true)) return;
  boost::asio::post(context_, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self) return;
    self->connecting_soon_ = false;
    self->peers_->connect_now();
  });
}

void PeerConnector::watch_attempts() {
  if (std::exchange(watching_attempts_, true)) return;
  attempt_timer_.expires_after(kLookAtAttempts);
  attempt_timer_.async_wait([weak = weak_from_this()](const lt::error_code& error) {
    const auto self = weak.lock();
    if (!self || error) return;
    self->watching_attempts_ = false;
    self->look_at_attempts();
  });
}

void PeerConnector::look_at_attempts() {
  const auto overdue = attempts_.overdue(Clock().now());
  for (const PeerEndpoint& peer : overdue.probe) probe_->ask(peer);
  for (const PeerEndpoint& peer : overdue.abandon) abandon(peer);
  if (attempts_.pending()) watch_attempts();
}

void PeerConnector::abandon(const PeerEndpoint& peer) {
  const auto found = connections_.find(peer);
  if (found == connections_.end()) return;
  lt::peer_connection_handle connection = found->second;
  connection.disconnect(gone(), lt::operation_t::connect);
}

void PeerConnector::wake() {
  if (!torrent_ || std::exchange(searching_, true)) return;
  const auto now = Clock().now();
  schedule_.restart(now);
  last_payload_ = now;
  search(false, now);
  look_at_search();
}

void PeerConnector::wake_again() {
  if (searching_) search_timer_.cancel();
  searching_ = false;
  last_announce_ = {};
  wake();
}

void PeerConnector::hurry() {
  const auto now = Clock().now();
  if (!torrent_ || now - last_hurry_ < kHurryEvery) return;
  last_hurry_ = now;
  search(false, now);
}

void PeerConnector::network_changed(const std::set<boost::asio::ip::address>& addresses) {
  if (!torrent_) return;
  network_changed_ = Clock().now();
  std::vector<PeerEndpoint> lost;
  for (const auto& [peer, connection] : connections_) {
    const auto local = connection.local_endpoint().address();
    if (!local.is_unspecified() && !addresses.contains(local)) lost.push_back(peer);
  }
  for (const PeerEndpoint& peer : lost) abandon(peer);
  if (!searching_) return;
  schedule_.restart(network_changed_);
  look_at_search();
}

void PeerConnector::watch_search() {
  search_timer_.expires_after(kLookAtSearch);
  search_timer_.async_wait([weak = weak_from_this()](const lt::error_code& error) {
    const auto self = weak.lock();
    if (self && !error) self->look_at_search();
  });
}

// A removed torrent makes libtorrent throw; the search ends then.
void PeerConnector::look_at_search() try {
  look(torrent_->status({}), Clock().now());
} catch (const lt::system_error&) {
  searching_ = false;
}

void PeerConnector::look(const lt::torrent_status& status, base::TimePoint now) {
  const bool checking = status.has_metadata && (status.state == lt::torrent_status::checking_files ||
                                                status.state == lt::torrent_status::checking_resume_data);
  if ((status.flags & lt::torrent_flags::paused) ||
      (!checking && status.has_metadata && status.is_finished)) {
    searching_ = false;
    return;
  }
  const bool starving = !status.has_metadata || status.num_peers == 0 || now - last_payload_ > kStarving;
  if (!starving) {
    schedule_.restart(now);
  } else if (!checking && schedule_.due(now)) {
    search(true, now);
  }
  watch_search();
}

void PeerConnector::search(bool starving, base::TimePoint now) {
  const bool changed = now - network_changed_ < kChangeLasts;
  if (starving && now - last_payload_ > kSilent) drop_silent(kSilent);
  if (starving && changed) drop_silent(kSilentAfterChange);
  peers_->reset_failures();
  peers_->connect_now();
  if (starving && now - last_announce_ >= kAnnounceEvery) announce(now);
}

void PeerConnector::announce(base::TimePoint now) {
  last_announce_ = now;
  announce_to_trackers(now);
  torrent_->force_dht_announce();
  torrent_->force_lsd_announce();
}

// A tracker within its `min interval` is asked again only when its last answer was of no use.
void PeerConnector::announce_to_trackers(base::TimePoint now) {
  const auto clock = lt::time_point_cast<lt::seconds32>(lt::clock_type::now());
  const auto trackers = torrent_->trackers();
  for (std::size_t i = 0; i < trackers.size(); ++i) {
    const int index = static_cast<int>(i);
    const TrackerState state = state_of(trackers[i], clock);
    if (state.busy) continue;
    auto& pressed = pressed_[index];
    const bool press = state.failed || (connections_.empty() && now - pressed >= kPressTrackerEvery);
    if (state.early && !press) continue;
    if (state.early && !state.failed) pressed = now;
    torrent_->force_reannounce(0, index,
                               press ? lt::torrent_handle::ignore_min_interval : lt::reannounce_flags_t{});
  }
}

void PeerConnector::drop_silent(base::Duration silence) {
  std::vector<lt::peer_info> infos;
  torrent_->get_peer_info(infos);
  for (const lt::peer_info& info : infos) {
    const bool asked =
        (info.flags & lt::peer_info::interesting) && !(info.flags & lt::peer_info::remote_choked);
    if (asked && info.last_active >= silence) abandon(info.ip);
  }
}

}  // namespace magnetar::engine
