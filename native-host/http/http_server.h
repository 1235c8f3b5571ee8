#pragma once
// http: the localhost endpoint, and the fetching of .torrent files. One thread accepts, one notices clients
// that are gone, one serves each connection and runs the owner's handler. The daemon owns the one HttpServer.
// Rules: docs/http.md.
//
// Requests are parsed by Boost.Beast and answered with blocking sockets. The server of cpp-httplib 0.11.4,
// which would do both, cannot keep the rules: it answers a malformed Range with 416 itself, percent-decodes
// Host before anyone can compare it, accepts "Host :", keeps a connection after 400, limits neither the
// number nor the size of the header's fields, and hides the socket that a reset or the noticing of a gone
// client needs.

#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/error.h"
#include "base/unique_fd.h"
#include "http/answer.h"

namespace magnetar::http {

struct ServerOptions {
  std::string token;      ///< 32 hex digits
  int connections = 128;  ///< served at once; for a further one another gives way, or it gets 503
  /// A connection whose client has not moved for so long may give way.
  base::Duration gives_way_after = std::chrono::milliseconds(200);
  std::uint16_t port = 0;  ///< 0: the system's choice
  base::Duration write_timeout =
      std::chrono::hours(6);  ///< of a client that reads nothing, a paused film for example
  base::Duration keep_alive = std::chrono::seconds(10);  ///< of a connection without a request
  base::Duration head_timeout =
      std::chrono::seconds(10);  ///< for a whole request head, however slowly it drips
};

/// The endpoint. Every method may be called from any thread, stop() not from a handler.
class HttpServer {
 public:
  virtual ~HttpServer() = default;  ///< stops

  [[nodiscard]] virtual std::uint16_t port() const = 0;
  /// "http://127.0.0.1:<port>/<token>/"
  [[nodiscard]] virtual const std::string& base_url() const = 0;
  /// "http://127.0.0.1:<port>/given/", for the connections of serve(): without the secret, since other users
  /// of the machine see a program's arguments.
  [[nodiscard]] virtual std::string given_url() const = 0;
  /// From now on pages of this origin are answered. At most 64 are kept, the oldest goes first.
  virtual void allow_origin(const std::string& origin) = 0;
  /// Serves a connection that was accepted elsewhere and given to a program of ours. It needs no token.
  virtual void serve(base::UniqueFd connection) = 0;
  /// Ends every response (cancelling its token) and joins all threads. Called twice it does nothing.
  virtual void stop() = 0;
};

/// Binds 127.0.0.1 and starts to serve. Errors: io_error.
[[nodiscard]] base::Result<std::unique_ptr<HttpServer>> start_server(ServerOptions options, Handler handler);

}  // namespace magnetar::http
