#pragma once
// One WebSocket (RFC 6455) of a server: messages within limits.

#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "http/byte_budget.h"
#include "http/open_connections.h"
#include "http/request_head.h"

namespace magnetar::http {

class WebSocket;

struct WebSocketLimits {
  std::size_t message = std::size_t{1} << 20U;  ///< bytes of a message that comes; a longer one closes
  std::size_t queued = std::size_t{1} << 20U;   ///< bytes that wait for the client to read
  /// Bytes of the message that comes, and of those that wait, which cost nothing of the budget: small
  /// messages go on when others have used it up.
  std::size_t free = std::size_t{16} * 1024;
  std::chrono::seconds message_time{20};  ///< from a message's first byte to its last
  std::chrono::seconds write_time{30};    ///< for what is being sent
  std::chrono::seconds idle{60};          ///< without a byte, after which it is closed; pings ask before
  bool binary = false;                    ///< takes binary messages too; otherwise one closes the socket
};

class WebSocketEvents {
 public:
  virtual ~WebSocketEvents() = default;
  /// A whole text message, valid during the call.
  virtual void on_message(WebSocket& socket, std::string_view text) = 0;
  /// A whole binary message, valid during the call.
  virtual void on_binary(WebSocket& socket, std::string_view bytes) = 0;
  /// The socket is closed, by either side. Nothing follows.
  virtual void on_closed(WebSocket& socket) = 0;
};

/// The loop's thread. Without compression: a message never becomes larger than what was sent. Text that is
/// not UTF-8, and what breaks a limit close it.
class WebSocket final : public OpenConnection, public std::enable_shared_from_this<WebSocket> {
 public:
  /// Answers the request to upgrade, which came by `socket`. `budget` holds what comes in long messages and
  /// what waits to be sent, of all sockets together; it outlives them.
  [[nodiscard]] static std::shared_ptr<WebSocket> accept(boost::asio::ip::tcp::socket socket,
                                                         const RequestHead& head,
                                                         const WebSocketLimits& limits, ByteBudget& budget,
                                                         std::shared_ptr<WebSocketEvents> events);
  ~WebSocket() override;
  WebSocket(const WebSocket&) = delete;
  WebSocket& operator=(const WebSocket&) = delete;

  /// A number that no other WebSocket of the process has; not 0.
  [[nodiscard]] std::uint64_t id() const { return id_; }
  /// Sends a text message after those before. False: too much waits already, or it is closed.
  [[nodiscard]] bool send(std::string text) { return queue({std::move(text), true}); }
  /// The same with a binary message.
  [[nodiscard]] bool send_binary(std::string bytes) { return queue({std::move(bytes), false}); }
  /// Reads no further message until resume(): the client's next bytes stay in the system's buffers.
  void pause() { paused_ = true; }
  void resume();
  /// Whether it gives way to new connections, as it does until told otherwise.
  void set_gives_way(bool gives_way) { gives_way_ = gives_way; }

  [[nodiscard]] const boost::asio::ip::address& remote() const override { return remote_; }
  [[nodiscard]] std::optional<base::TimePoint> idle_since() const override;
  void check(base::TimePoint now) override;
  /// on_closed() follows at once.
  void end() override;

 private:
  class Stream;
  struct Message {
    std::string bytes;
    bool text = true;
  };
  using error_code = boost::system::error_code;

  WebSocket(boost::asio::ip::tcp::socket socket, const WebSocketLimits& limits, ByteBudget& budget,
            std::shared_ptr<WebSocketEvents> events);
  void shake_hands(const RequestHead& head);
  void read();
  void take_part();
  void take_message();
  [[nodiscard]] bool queue(Message message);
  [[nodiscard]] bool account(std::size_t coming, std::size_t queued);
  void write();
  /// Wraps a handler of asio so that it keeps the socket, and ends it for an error.
  template <class Handler>
  auto alive(Handler handler);

  const std::uint64_t id_;
  const WebSocketLimits limits_;
  ByteBudget& budget_;
  std::shared_ptr<WebSocketEvents> events_;  ///< null: closed
  boost::asio::ip::address remote_;
  std::unique_ptr<Stream> stream_;
  std::deque<Message> queue_;  ///< the first is being sent
  std::size_t coming_ = 0;     ///< bytes of the message that comes
  std::size_t queued_ = 0;     ///< bytes of the queue
  std::size_t accounted_ = 0;  ///< what is taken of the budget for both
  base::TimePoint since_;      ///< when it was opened
  base::TimePoint message_since_ = base::TimePoint::max();
  base::TimePoint write_since_ = base::TimePoint::max();
  bool open_ = false;
  bool gives_way_ = true;
  bool paused_ = false;
  bool reading_ = false;
  bool taking_ = false;  ///< a message is being handed over
};

}  // namespace magnetar::http
