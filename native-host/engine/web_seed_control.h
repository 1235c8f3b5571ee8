#pragma once
// Decides the times at which web seeds are used, and admits them as peers of this machine. Loop thread.

#include <functional>
#include <libtorrent/address.hpp>
#include <libtorrent/session.hpp>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/executor.h"
#include "engine/local_peers.h"
#include "engine/swarm_policy.h"
#include "engine/torrent_entry.h"
#include "engine/web_seeds.h"

namespace magnetar::engine {

/// Tells the web seed client which torrents may be fetched, and keeps the session's filter of addresses.
class WebSeedControl {
 public:
  /// `client` may be null.
  WebSeedControl(WebSeedClient* client, std::shared_ptr<LocalPeers> peers, libtorrent::session& session,
                 base::Executor& loop);
  ~WebSeedControl();
  WebSeedControl(const WebSeedControl&) = delete;
  WebSeedControl& operator=(const WebSeedControl&) = delete;

  /// Sets the session's filter (swarm_filter). In the range of LocalPeers only joined peers are admitted.
  void filter(const Reach& reach, const std::set<libtorrent::address>& neighbours);
  void listening(const libtorrent::address& address, int port);
  void listens_anew();

  /// Adds the allowed URLs to the torrent's web seeds, and has them used.
  void merge(TorrentEntry& entry, const std::vector<std::string>& urls);
  void open(const TorrentEntry& entry);
  void wake(const TorrentEntry& entry);
  void close(const TorrentEntry& entry);
  [[nodiscard]] std::vector<WebSeedStatus> status(const base::TorrentId& id) const;
  /// The number of the torrent's peers that are web seeds.
  [[nodiscard]] int joined(const base::TorrentId& id) const;

  [[nodiscard]] const std::shared_ptr<LocalPeers>& peers() const { return peers_; }

 private:
  void set_filter();
  void admit(std::function<void()> done);

  WebSeedClient* const client_;
  const std::shared_ptr<LocalPeers> peers_;
  libtorrent::session& session_;
  Reach reach_;
  std::set<libtorrent::address> neighbours_;
  /// Work that is posted to the loop holds it weakly, and ends with the control.
  const std::shared_ptr<WebSeedControl*> self_;
};

/// The listening sockets of a setting, and one on loopback if none of them is reachable for peers of this
/// machine. Trackers are not told of that one ('l', a socket for the local network).
[[nodiscard]] std::string with_local_socket(const std::string& listen_interfaces);

}  // namespace magnetar::engine
