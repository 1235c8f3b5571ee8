#pragma once
// Asks a web server for ranges of files over one connection that is kept alive (RFC 9110 14, RFC 9112 9.3).

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

/// What happens to the requests of a connection, in their order.
class RangeEvents {
 public:
  virtual ~RangeEvents() = default;
  /// The head of the answer to the oldest request. False: the rest of it is of no use; the connection closes.
  virtual bool on_head(RangeConnection& connection, const RangeHead& head) = 0;
  virtual void on_body(RangeConnection& connection, std::string_view bytes) = 0;
  /// The oldest request has been answered.
  virtual void on_answered(RangeConnection& connection) = 0;
  /// Nothing follows; requests that were not answered never will be. Errors: fetch_failed, fetch_forbidden,
  /// timed_out. A server may close any time, which is no failure when it answered before.
  virtual void on_closed(RangeConnection& connection, const base::Error& error) = 0;
};

/// The connection goes to the very address that the policy was asked about. The thread of its io_context
/// only, which must run what it started to its end.
class RangeConnection final : public std::enable_shared_from_this<RangeConnection> {
 public:
  /// A server that sends nothing for that long while something is asked of it is given up.
  static constexpr std::chrono::seconds kPatience{10};
  /// The same for the answer to a request that was sent before the last answer had ended.
  static constexpr std::chrono::seconds kAheadPatience{3};

  [[nodiscard]] static std::shared_ptr<RangeConnection> open(boost::asio::io_context& context,
                                                             const Url& server, const ServerPolicy& policy,
                                                             RangeEvents& events);
  ~RangeConnection();
  RangeConnection(const RangeConnection&) = delete;
  RangeConnection& operator=(const RangeConnection&) = delete;

  /// Asks for the bytes from `first` to `last`, both included, without waiting for earlier answers.
  void ask(const std::string& target, std::int64_t first, std::int64_t last);
  /// Reads no more until resume().
  void pause() { paused_ = true; }
  void resume();
  /// Ends it without on_closed().
  void close();

  [[nodiscard]] const Url& server() const { return server_; }
  /// How many requests have been answered.
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
  /// Wraps a handler so that it keeps the connection and is not called after its end.
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
