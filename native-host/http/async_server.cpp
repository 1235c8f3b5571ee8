#include "http/async_server.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/steady_timer.hpp>

#include "http/async_connection.h"

namespace magnetar::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// The kernel's limit is lower by default. With a short queue, of many clients that come at once some wait
/// for seconds until TCP tries again.
constexpr int kAcceptQueue = 1024;
/// How long nothing is accepted after it failed, as it does without descriptors.
constexpr std::chrono::milliseconds kAcceptPause{100};

base::Error failed(const boost::system::error_code& error, const AsyncServerOptions& options) {
  const std::string place = options.address.to_string() + " port " + std::to_string(options.port);
  return {base::ErrorCode::io_error, "cannot listen on " + place + ": " + error.message()};
}

Response upgrade_required() {
  return Response{426, {{"Upgrade", "websocket"}, {"Connection", "Upgrade"}}};
}

bool asks_for_web_socket(const RequestHead& head) {
  for (const std::string_view value : head.values("Upgrade"))
    if (equals_ignoring_case(value, "websocket")) return true;
  return false;
}

}  // namespace

/// The part that outlives the server in handlers of asio.
class AsyncServer::Core final : public AsyncConnection::Owner,
                                public WebSocketEvents,
                                public std::enable_shared_from_this<Core> {
 public:
  Core(asio::io_context& context, const AsyncServerOptions& options, OpenConnections& connections,
       ByteBudget& budget, AsyncHandler& handler)
      : acceptor_(context),
        pause_(context),
        options_(options),
        connections_(connections),
        budget_(budget),
        handler_(&handler) {}

  boost::system::error_code listen() {
    boost::system::error_code error;
    const tcp::endpoint place(options_.address, options_.port);
    acceptor_.open(place.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error && options_.address.is_v6()) acceptor_.set_option(asio::ip::v6_only(true), error);
    if (!error) acceptor_.bind(place, error);
    if (!error) acceptor_.listen(kAcceptQueue, error);
    if (!error) accept();
    return error;
  }

  void stop() {
    handler_ = nullptr;
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
  }

  [[nodiscard]] std::uint16_t port() const {
    boost::system::error_code ignored;
    return acceptor_.local_endpoint(ignored).port();
  }

  Response answer(const RequestHead& head, const asio::ip::address& remote) override {
    if (handler_ == nullptr) return Response{503};
    return options_.requests ? handler_->on_request(head, remote) : upgrade_required();
  }

  [[nodiscard]] bool upgrades(const RequestHead& head) const override {
    return options_.web_sockets && asks_for_web_socket(head);
  }

  void upgrade(const AsyncConnection& connection, tcp::socket socket, const RequestHead& head) override {
    connections_.remove(connection);
    if (handler_ == nullptr) return;
    const auto accepted =
        WebSocket::accept(std::move(socket), head, options_.limits, budget_, shared_from_this());
    connections_.add(accepted);
    handler_->on_open(accepted, head);
  }

  void ended(const AsyncConnection& connection) override { connections_.remove(connection); }

  void on_message(WebSocket& socket, std::string_view text) override {
    if (handler_ != nullptr) handler_->on_message(socket, text);
  }

  void on_binary(WebSocket& socket, std::string_view bytes) override {
    if (handler_ != nullptr) handler_->on_binary(socket, bytes);
  }

  void on_closed(WebSocket& socket) override {
    connections_.remove(socket);
    if (handler_ != nullptr) handler_->on_closed(socket);
  }

 private:
  void accept() {
    acceptor_.async_accept(
        [self = shared_from_this()](const boost::system::error_code& error, tcp::socket socket) {
          if (self->handler_ == nullptr) return;
          if (error) return self->accept_later();
          self->take(std::move(socket));
          self->accept();
        });
  }

  void accept_later() {
    pause_.expires_after(kAcceptPause);
    pause_.async_wait([self = shared_from_this()](const boost::system::error_code&) {
      if (self->handler_ != nullptr) self->accept();
    });
  }

  void take(tcp::socket socket) {
    boost::system::error_code error;
    const auto remote = socket.remote_endpoint(error);
    if (error || !connections_.make_room(remote.address())) return;
    socket.set_option(tcp::no_delay(true), error);
    const auto connection = std::make_shared<AsyncConnection>(std::move(socket), shared_from_this());
    connections_.add(connection);
    connection->start();
  }

  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  const AsyncServerOptions options_;
  OpenConnections& connections_;
  ByteBudget& budget_;
  AsyncHandler* handler_;  ///< null: stopped
};

base::Result<std::unique_ptr<AsyncServer>> AsyncServer::open(asio::io_context& context,
                                                             const AsyncServerOptions& options,
                                                             OpenConnections& connections, ByteBudget& budget,
                                                             AsyncHandler& handler) {
  const auto core = std::make_shared<Core>(context, options, connections, budget, handler);
  if (const auto error = core->listen()) {
    core->stop();
    return failed(error, options);
  }
  return std::unique_ptr<AsyncServer>(new AsyncServer(core));
}

AsyncServer::~AsyncServer() {
  core_->stop();
}

std::uint16_t AsyncServer::port() const {
  return core_->port();
}

}  // namespace magnetar::http
