#pragma once
// The connections of one torrent: the methods by which peers are dialled (ConnectionAttempts), and the times
// at which peers, trackers, DHT and LSD are asked again (SearchSchedule). libtorrent's network thread.

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <libtorrent/peer_connection_handle.hpp>
#include <libtorrent/session_handle.hpp>
#include <libtorrent/torrent_handle.hpp>
#include <libtorrent/torrent_status.hpp>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "engine/connection_attempts.h"
#include "engine/peer_list_access.h"
#include "engine/search_schedule.h"
#include "engine/utp_probe.h"

namespace magnetar::engine {

/// libtorrent connects to candidates of its own accord. The connector makes the right peers candidates at the
/// right moment, and has them dialled by the method that works.
class PeerConnector : public std::enable_shared_from_this<PeerConnector> {
 public:
  /// `on_new_peer` is called when an unknown peer answers, or a known one by another method.
  PeerConnector(boost::asio::io_context& context, libtorrent::session_handle session,
                std::shared_ptr<KnownPeers> known, std::function<void()> on_new_peer);
  ~PeerConnector();

  /// The torrent exists; the connector is idle before.
  void attach(libtorrent::torrent_handle torrent);
  void allow_utp(bool allowed) { attempts_.allow_utp(allowed); }

  // Events that libtorrent reports of its peers.
  /// libtorrent has heard of the peer and is about to dial it. Addresses of our own local peers are never
  /// dialled from such reports.
  void heard_of(const PeerEndpoint& peer);
  /// A connection was made; an outgoing one has not been opened yet.
  void began(const libtorrent::peer_connection_handle& peer);
  void connected(const PeerEndpoint& peer);
  /// Closes the connection as soon as libtorrent has finished making it.
  void refuse(const libtorrent::peer_connection_handle& peer);
  /// The peer's handshake came.
  void handshaken(const libtorrent::peer_connection_handle& peer);
  void ended(const PeerEndpoint& peer);
  /// The peer sent payload.
  void received() { last_payload_ = base::SystemClock().now(); }

  // Needs of the torrent.
  /// A piece has become wanted, or the torrent is resumed.
  void wake();
  /// Starts the search anew, because a person asks again or new sources are known.
  void wake_again();
  /// A viewer waits for a piece that is late.
  void hurry();
  /// Addresses or routes of this machine have changed; `addresses` are those it has now.
  void network_changed(const std::set<boost::asio::ip::address>& addresses);

  /// How many peers were dialled since the torrent was started.
  [[nodiscard]] int dialled() const { return static_cast<int>(dialled_.size()); }

 private:
  using Clock = base::SystemClock;

  void dial_again(const PeerEndpoint& peer);
  void connect_soon();
  void watch_attempts();
  void look_at_attempts();
  void abandon(const PeerEndpoint& peer);
  void watch_search();
  void look_at_search();
  void look(const libtorrent::torrent_status& status, base::TimePoint now);
  void search(bool starving, base::TimePoint now);
  void announce(base::TimePoint now);
  void announce_to_trackers(base::TimePoint now);
  void drop_silent(base::Duration silence);

  boost::asio::io_context& context_;
  const libtorrent::session_handle session_;
  const std::function<void()> on_new_peer_;
  ConnectionAttempts attempts_;
  std::shared_ptr<UtpProbe> probe_;
  std::optional<libtorrent::torrent_handle> torrent_;
  std::optional<PeerListAccess> peers_;
  std::map<PeerEndpoint, libtorrent::peer_connection_handle> connections_;
  std::set<PeerEndpoint> dialled_;  ///< at most kMostCounted
  boost::asio::steady_timer attempt_timer_;
  bool watching_attempts_ = false;
  bool connecting_soon_ = false;
  boost::asio::steady_timer search_timer_;
  bool searching_ = false;
  SearchSchedule schedule_;
  base::TimePoint last_payload_{};
  base::TimePoint last_hurry_{};
  base::TimePoint last_announce_{};
  base::TimePoint network_changed_{};
  std::map<int, base::TimePoint> pressed_;  ///< when a tracker was last asked before its `min interval`
};

}  // namespace magnetar::engine
