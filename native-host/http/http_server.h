#pragma once
// http: the localhost endpoint, and the fetching of .torrent files. One thread accepts, one notices clients
// that are gone, and one per connection runs the owner's handler. The daemon owns the one HttpServer. Rules:
// docs/http.md.
//
// Requests are parsed by Boost.Beast and answered with blocking sockets. The server of cpp-httplib 0.11.4
// cannot keep the rules: it answers a malformed Range with 416 itself, percent-decodes Host before the
// handler can compare it, accepts "Host :", keeps a connection after 400, limits neither the number nor the
// size of header fields, and hides the socket, which resets and the detection of gone clients need.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/unique_fd.h"
#include "http/answer.h"

namespace magnetar::http {

struct ServerOptions {
  std::string token;  ///< 32 hex digits
  /// Whether a page of an announced origin may show what lies under these segments in a frame.
  std::function<bool(const std::vector<std::string>&)> may_be_framed = {};
  int connections = 128;  ///< served at once; above it another connection gives way, or the new one gets 503
  /// A connection whose client has not moved for this time may give way.
  base::Duration gives_way_after = std::chrono::milliseconds(200);
  std::uint16_t port = 0;  ///< 0: chosen by the system
  base::Duration write_timeout =
      std::chrono::hours(6);  ///< for a client that does not read, such as a paused film
  base::Duration keep_alive = std::chrono::seconds(10);  ///< of a connection without a request
  base::Duration head_timeout =
      std::chrono::seconds(10);  ///< for a whole request head, however slowly it comes
};

/// The endpoint. Every method may be called from any thread, stop() not from a handler.
class HttpServer {
 public:
  virtual ~HttpServer() = default;  ///< stops

  [[nodiscard]] virtual std::uint16_t port() const = 0;
  /// "http://127.0.0.1:<port>/<token>/"
  [[nodiscard]] virtual const std::string& base_url() const = 0;
  /// "http://127.0.0.1:<port>/given/", for the connections of serve(). It has no token, because other users
  /// of the machine see a program's arguments.
  [[nodiscard]] virtual std::string given_url() const = 0;
  /// Allows pages of this origin. At most 64 origins are kept; the oldest goes first.
  virtual void allow_origin(const std::string& origin) = 0;
  /// Serves a connection that was accepted elsewhere for a program of the daemon. It needs no token.
  virtual void serve(base::UniqueFd connection) = 0;
  /// Ends every response (cancelling its token) and joins all threads. A second call does nothing.
  virtual void stop() = 0;
};

/// Binds 127.0.0.1 and starts to serve. Errors: io_error.
[[nodiscard]] base::Result<std::unique_ptr<HttpServer>> start_server(ServerOptions options, Handler handler);

}  // namespace magnetar::http
