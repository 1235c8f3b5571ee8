#pragma once
// One web peer: its bytes come by a WebSocket of the extension, and it is a peer of the session.

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "app/web_peers/bridge_request.h"
#include "base/error.h"
#include "base/loop.h"
#include "base/unique_fd.h"
#include "bridge/credit_window.h"
#include "bridge/handshake_filter.h"
#include "engine/local_peers.h"
#include "http/web_socket.h"

namespace magnetar::app {

/// The thread of the bridge's loop. Either side's end ends the other.
class WebPeer final : public std::enable_shared_from_this<WebPeer> {
 public:
  /// Bytes for the session that wait, from which on the WebSocket is not read.
  static constexpr std::size_t kMostWaiting = std::size_t{1} << 20U;

  /// `request`: of the WebSocket.
  WebPeer(base::Loop& loop, std::shared_ptr<engine::LocalPeers> peers,
          const std::shared_ptr<http::WebSocket>& socket, const BridgeRequest& request);

  [[nodiscard]] const std::string& info_hash() const { return info_hash_; }
  [[nodiscard]] const std::string& address() const { return peer_->address(); }
  /// Whether the session has ended it because of wrong bytes.
  [[nodiscard]] bool banned() const { return peer_->banned(); }

  /// Connects it to the session.
  void join();
  /// Bytes of the peer.
  void on_bytes(std::string_view bytes);
  /// The extension has handed on so many bytes; a decimal number.
  void on_credit(std::string_view text);
  /// Ends the WebSocket, whose owner calls close().
  void end();
  /// Leaves the session. The WebSocket is closed.
  void close();

 private:
  using error_code = boost::system::error_code;

  void joined(base::Result<base::UniqueFd> socket);
  void write();
  void read();
  void took(std::size_t bytes);

  base::Loop& loop_;
  const std::shared_ptr<engine::LocalPeers> peers_;
  const std::string info_hash_;  ///< 40 hex digits
  const std::weak_ptr<http::WebSocket> socket_;
  const std::shared_ptr<engine::LocalPeer> peer_;
  boost::asio::ip::tcp::socket session_;
  bridge::HandshakeFilter filter_;
  bridge::CreditWindow credit_;
  std::string to_send_;
  std::string sending_;
  std::array<char, 64 * 1024> received_{};
  bool joined_ = false;
  bool reading_ = false;
  bool closed_ = false;
};

}  // namespace magnetar::app
