#pragma once
// The bridge between web peers (WebTorrent, over WebRTC) and the session: the extension connects to them, and
// carries their bytes by WebSockets of this machine. The bridge has a thread of its own.

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "app/web_peers/bridge_request.h"
#include "app/web_peers/web_peer.h"
#include "app/web_peers/web_swarm.h"
#include "base/loop.h"
#include "engine/local_peers.h"
#include "http/allowed_origins.h"
#include "http/async_server.h"

namespace magnetar::app {

/// For the daemon's loop thread. The destructor ends every socket and joins the thread; the session must have
/// ended before.
class WebPeers final : private http::AsyncHandler {
 public:
  /// Listens on a port of 127.0.0.1 that the system chooses. `deserted` is called on the bridge's thread when
  /// the last control socket has been closed for a while although there are swarms. Errors: io_error.
  [[nodiscard]] static base::Result<std::unique_ptr<WebPeers>> start(
      std::shared_ptr<engine::LocalPeers> peers, std::function<void()> deserted);
  ~WebPeers() override;
  WebPeers(const WebPeers&) = delete;
  WebPeers& operator=(const WebPeers&) = delete;

  /// "ws://127.0.0.1:<port>/<token>"
  [[nodiscard]] std::string url() const;
  /// Allows pages of this origin.
  void allow_origin(const std::string& origin) { origins_.allow(origin); }
  /// The swarms that the extension is in from now on. Peers of others are left.
  void set(const WebSwarms& swarms);

 private:
  WebPeers(std::shared_ptr<engine::LocalPeers> peers, std::function<void()> deserted);

  http::Response on_request(const http::RequestHead& head, const boost::asio::ip::address& remote) override;
  void on_open(const std::shared_ptr<http::WebSocket>& socket, const http::RequestHead& head) override;
  void on_message(http::WebSocket& socket, std::string_view text) override;
  void on_binary(http::WebSocket& socket, std::string_view bytes) override;
  void on_closed(http::WebSocket& socket) override;

  void open_control(const std::shared_ptr<http::WebSocket>& socket);
  void open_peer(const std::shared_ptr<http::WebSocket>& socket, const BridgeRequest& request);
  [[nodiscard]] bool admits(const BridgeRequest& request) const;
  void take(const WebSwarms& swarms);
  /// Tells the first extension of its swarms, and the others that they have none: a peer that two browsers
  /// connect to would come twice.
  void tell_swarms();
  void left(const WebPeer& peer);

  const std::shared_ptr<engine::LocalPeers> peers_;
  const std::string token_;
  http::AllowedOrigins origins_;
  base::Loop loop_;
  // For the thread of the bridge only.
  http::OpenConnections connections_;
  http::ByteBudget budget_;
  std::unique_ptr<http::AsyncServer> server_;
  std::map<std::uint64_t, std::shared_ptr<WebPeer>> joined_;  ///< by the WebSocket's number
  /// Torrents and addresses of peers that sent wrong bytes. All peers of unknown addresses are one address.
  std::set<std::pair<std::string, std::string>> banned_;
  std::deque<std::weak_ptr<http::WebSocket>> controls_;
  const std::function<void()> deserted_;
  std::unique_ptr<base::Timer> deserted_timer_;
  WebSwarms swarms_;
  std::unique_ptr<base::Timer> timer_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace magnetar::app
