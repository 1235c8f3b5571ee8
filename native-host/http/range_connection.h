#pragma once
// Requests ranges of files from a web server over one persistent connection (RFC 9110 14, RFC 9112 9.3).

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"
#include "http/address_policy.h"
#include "http/range_answer.h"
#include "http/url.h"

namespace magnetar::http {

class RangeConnection;

/// The events of a connection's requests, in request order.
class RangeEvents {
 public:
  virtual ~RangeEvents() = default;
  /// The head of the answer to the oldest request. Returning false means that its body is useless; the
  /// connection closes.
  virtual bool on_head(RangeConnection& connection, const RangeHead& head) = 0;
  virtual void on_body(RangeConnection& connection, std::string_view bytes) = 0;
  /// The oldest request is answered.
  virtual void on_answered(RangeConnection& connection) = 0;
  /// The connection has closed; pending requests will not be answered. Errors: fetch_failed, fetch_forbidden,
  /// timed_out. A server may close at any time, which is no failure after an answer.
  virtual void on_closed(RangeConnection& connection, const base::Error& error) = 0;
};

/// Connects to the very address that the policy has checked. Only for the thread of its io_context, which
/// must run started operations to their end.
class RangeConnection final : public std::enable_shared_from_this<RangeConnection> {
 public:
  /// The connection is given up when the server sends nothing for this time while a request is pending.
  static constexpr std::chrono::seconds kPatience{10};
  /// The same for the answer to a request that was sent before the last answer had ended.
  static constexpr std::chrono::seconds kAheadPatience{3};

  [[nodiscard]] static std::shared_ptr<RangeConnection> open(boost::asio::io_context& context,
                                                             const Url& server, const ServerPolicy& policy,
                                                             RangeEvents& events);
  ~RangeConnection();
  RangeConnection(const RangeConnection&) = delete;
  RangeConnection& operator=(const RangeConnection&) = delete;

  /// Requests the bytes from `first` to `last`, both included, without waiting for earlier answers.
  void ask(const std::string& target, std::int64_t first, std::int64_t last);
  /// Stops reading until resume().
  void pause() { paused_ = true; }
  void resume();
  /// Closes it without on_closed().
  void close();

  [[nodiscard]] const Url& server() const { return server_; }
  /// The number of answered requests.
  [[nodiscard]] int answered() const { return answered_; }
  [[nodiscard]] std::size_t unanswered() const { return unanswered_; }
  [[nodiscard]] bool connected() const { return connected_; }
  [[nodiscard]] base::TimePoint last_used() const { return last_used_; }

 private:
  class Stream;
  class Parser;
  using error_code = boost::system::error_code;
  using Endpoints = std::vector<boost::asio::ip::tcp::endpoint>;

  RangeConnection(boost::asio::io_context& context, const Url& server, const ServerPolicy& policy,
                  RangeEvents& events);
  void resolve();
  void connect(const Endpoints& endpoints);
  void handshake();
  void ready();
  void write();
  void read();
  void take(std::size_t bytes);
  [[nodiscard]] bool take_some();
  void watch(base::Duration patience);
  void fail(const base::Error& error);
  /// Wraps a handler so that it keeps the connection alive and is not called after its end.
  template <class Handler>
  auto alive(Handler handler);

  boost::asio::io_context& context_;
  const Url server_;
  const ServerPolicy policy_;
  RangeEvents* events_;  ///< null: closed
  boost::asio::ip::tcp::resolver resolver_;
  boost::asio::steady_timer timer_;
  std::unique_ptr<Stream> stream_;
  std::unique_ptr<Parser> parser_;
  std::string to_send_;
  std::string sending_;
  bool connected_ = false;
  bool reading_ = false;
  bool paused_ = false;
  int answered_ = 0;
  std::size_t unanswered_ = 0;
  base::TimePoint last_used_{};
};

}  // namespace magnetar::http
