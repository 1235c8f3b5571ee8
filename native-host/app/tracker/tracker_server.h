#pragma once
// A tracker and its sockets, for `magnetar tracker` and for the daemon.

#include <boost/asio/ip/udp.hpp>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/loop.h"
#include "http/async_server.h"
#include "http/datagram_server.h"
#include "tracker/filter.h"
#include "tracker/http_tracker.h"
#include "tracker/request_quota.h"
#include "tracker/udp_tracker.h"
#include "tracker/web_tracker.h"

namespace magnetar::app {

/// The ports of a tracker. The system chooses a port of 0; no value: the protocol is off.
struct TrackerPorts {
  std::optional<std::uint16_t> http;
  std::optional<std::uint16_t> udp;
  /// The same number as `http`: both share one TCP port, because a WebSocket begins as an HTTP request.
  std::optional<std::uint16_t> web_socket;
};

struct TrackerOptions {
  /// The addresses of every protocol, each with one port.
  std::vector<boost::asio::ip::address> addresses;
  TrackerPorts ports;
  tracker::SwarmLimits swarms = {};
  tracker::Intervals intervals = {};
  http::ConnectionLimits connections = {};
  std::size_t buffered = std::size_t{64} << 20U;  ///< limit in bytes of long and of queued WebSocket messages
  std::uint32_t requests = 100;                   ///< limit of requests a second from one address; 0: none
  bool limits_loopback = false;                   ///< whether `requests` applies to loopback addresses too
};

/// Announce URLs, one for each address.
struct TrackerUrls {
  std::vector<std::string> http;
  std::vector<std::string> udp;
  std::vector<std::string> web_socket;
};

/// Loop thread only.
class TrackerServer final : private http::AsyncHandler, private tracker::WebSockets {
 public:
  /// Listens, and serves until it is destroyed. `filter` judges each announce and scrape, and must outlive
  /// it. Errors: io_error.
  [[nodiscard]] static base::Result<std::unique_ptr<TrackerServer>> start(base::Loop& loop,
                                                                          const TrackerOptions& options,
                                                                          const tracker::Filter& filter);
  ~TrackerServer() override;
  TrackerServer(const TrackerServer&) = delete;
  TrackerServer& operator=(const TrackerServer&) = delete;

  [[nodiscard]] const TrackerUrls& urls() const { return urls_; }
  [[nodiscard]] std::size_t peers() const { return swarms_.peers(); }

 private:
  struct Client {
    std::weak_ptr<http::WebSocket> socket;
    std::string ticket;
  };

  TrackerServer(base::Loop& loop, const TrackerOptions& options, const tracker::Filter& filter);
  [[nodiscard]] base::Result<void> listen();
  [[nodiscard]] base::Result<void> listen_tcp(std::uint16_t port, bool requests, bool web_sockets);
  [[nodiscard]] base::Result<void> listen_udp(std::uint16_t port);
  [[nodiscard]] bool may_ask(const boost::asio::ip::address& from);
  [[nodiscard]] std::string on_datagram(std::string_view datagram,
                                        const boost::asio::ip::udp::endpoint& from);
  void tick();

  http::Response on_request(const http::RequestHead& head, const boost::asio::ip::address& remote) override;
  void on_open(const std::shared_ptr<http::WebSocket>& socket, const http::RequestHead& head) override;
  void on_message(http::WebSocket& socket, std::string_view text) override;
  void on_closed(http::WebSocket& socket) override;

  void answer(tracker::SocketId socket, std::string text) override;
  void hand_on(tracker::SocketId socket, std::string text) override;
  [[nodiscard]] std::shared_ptr<http::WebSocket> find(tracker::SocketId socket) const;

  base::Loop& loop_;
  const TrackerOptions options_;
  base::SystemClock clock_;
  tracker::Swarms swarms_;
  tracker::HttpTracker http_;
  tracker::UdpTracker udp_;
  tracker::WebTracker web_;
  tracker::RequestQuota quota_;
  http::OpenConnections connections_;
  http::ByteBudget budget_;
  std::unordered_map<std::uint64_t, Client> clients_;  ///< by the WebSocket's number
  std::vector<std::unique_ptr<http::AsyncServer>> tcp_servers_;
  std::vector<std::unique_ptr<http::DatagramServer>> udp_servers_;
  TrackerUrls urls_;
  std::unique_ptr<base::Timer> timer_;
};

}  // namespace magnetar::app
