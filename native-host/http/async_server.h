#pragma once
// A TCP port for many short requests and long WebSockets, served on one loop without a thread for each. The
// endpoint of players is HttpServer (http/http_server.h), whose answers are long and wait.

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <cstdint>
#include <memory>
#include <string_view>

#include "base/error.h"
#include "http/byte_budget.h"
#include "http/open_connections.h"
#include "http/request_head.h"
#include "http/response.h"
#include "http/web_socket.h"

namespace magnetar::http {

struct AsyncServerOptions {
  boost::asio::ip::address address;
  std::uint16_t port = 0;   ///< 0: the system's choice
  bool requests = true;     ///< answers plain requests; otherwise they get 426
  bool web_sockets = true;  ///< answers requests to upgrade; otherwise they are plain requests
  WebSocketLimits limits = {};
};

class AsyncHandler {
 public:
  virtual ~AsyncHandler() = default;
  /// Answers at once. The body's parts are texts.
  [[nodiscard]] virtual Response on_request(const RequestHead& head,
                                            const boost::asio::ip::address& remote) = 0;
  /// A client asks for a WebSocket. Messages follow, or on_closed().
  virtual void on_open(const std::shared_ptr<WebSocket>& socket, const RequestHead& head) = 0;
  virtual void on_message(WebSocket& socket, std::string_view text) = 0;
  /// A binary message, where WebSocketLimits allow it.
  virtual void on_binary(WebSocket& /*socket*/, std::string_view /*bytes*/) {}
  virtual void on_closed(WebSocket& socket) = 0;
};

/// The loop's thread. Its end ends what it has accepted, as soon as `connections` does.
class AsyncServer {
 public:
  /// Listens. An IPv6 address takes no IPv4. `connections` and `budget` may be those of several servers and
  /// outlive them. Errors: io_error.
  [[nodiscard]] static base::Result<std::unique_ptr<AsyncServer>> open(boost::asio::io_context& context,
                                                                       const AsyncServerOptions& options,
                                                                       OpenConnections& connections,
                                                                       ByteBudget& budget,
                                                                       AsyncHandler& handler);
  ~AsyncServer();
  AsyncServer(const AsyncServer&) = delete;
  AsyncServer& operator=(const AsyncServer&) = delete;

  [[nodiscard]] std::uint16_t port() const;

 private:
  class Core;
  explicit AsyncServer(std::shared_ptr<Core> core) : core_(std::move(core)) {}

  std::shared_ptr<Core> core_;
};

}  // namespace magnetar::http
