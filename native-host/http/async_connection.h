#pragma once
// A connection of an AsyncServer that carries HTTP requests, one after the other.

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>

#include "base/clock.h"
#include "http/head_parser.h"
#include "http/open_connections.h"
#include "http/response.h"

namespace magnetar::http {

/// The loop's thread. A head that is not whole within 10 s, an answer that is not read within 10 s, and 10 s
/// without a request end it.
class AsyncConnection final : public OpenConnection, public std::enable_shared_from_this<AsyncConnection> {
 public:
  static constexpr std::chrono::seconds kPatience{10};

  class Owner {
   public:
    virtual ~Owner() = default;
    [[nodiscard]] virtual Response answer(const RequestHead& head,
                                          const boost::asio::ip::address& remote) = 0;
    /// Whether this request becomes a WebSocket.
    [[nodiscard]] virtual bool upgrades(const RequestHead& head) const = 0;
    /// The connection is over; its socket goes on as a WebSocket.
    virtual void upgrade(const AsyncConnection& connection, boost::asio::ip::tcp::socket socket,
                         const RequestHead& head) = 0;
    virtual void ended(const AsyncConnection& connection) = 0;
  };

  AsyncConnection(boost::asio::ip::tcp::socket socket, std::shared_ptr<Owner> owner);
  void start();

  [[nodiscard]] const boost::asio::ip::address& remote() const override { return remote_; }
  [[nodiscard]] std::optional<base::TimePoint> idle_since() const override { return since_; }
  void check(base::TimePoint now) override;
  void end() override;

 private:
  using error_code = boost::system::error_code;

  void read();
  void take();
  void take(const RequestHead& head);
  void write(const Response& response, bool with_body, bool close);
  void read_away();
  template <class Handler>
  auto alive(Handler handler);

  boost::asio::ip::tcp::socket socket_;
  std::shared_ptr<Owner> owner_;  ///< null: ended
  boost::asio::ip::address remote_;
  HeadParser parser_;
  std::array<char, 2048> received_{};
  std::string sending_;
  base::TimePoint since_;     ///< the last answer, or its beginning
  base::TimePoint deadline_;  ///< of what it waits for
};

}  // namespace magnetar::http
