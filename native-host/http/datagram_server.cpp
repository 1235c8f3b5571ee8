#include "http/datagram_server.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/v6_only.hpp>

namespace magnetar::http {
namespace {

namespace asio = boost::asio;
using asio::ip::udp;

/// How many datagrams are answered before the loop does something else.
constexpr int kAtOnce = 64;
/// Bytes of datagrams that the kernel keeps until they are read, as far as it allows.
constexpr int kReceiveBuffer = 4 << 20;

}  // namespace

/// The part that outlives the server in handlers of asio.
class DatagramServer::Core final : public std::enable_shared_from_this<Core> {
 public:
  Core(asio::io_context& context, Answer answer) : socket_(context), answer_(std::move(answer)) {}

  boost::system::error_code listen(const udp::endpoint& place) {
    boost::system::error_code error;
    socket_.open(place.protocol(), error);
    if (!error && place.protocol() == udp::v6()) socket_.set_option(asio::ip::v6_only(true), error);
    if (!error) socket_.bind(place, error);
    if (!error) socket_.non_blocking(true, error);
    if (error) return error;
    boost::system::error_code smaller;
    socket_.set_option(asio::socket_base::receive_buffer_size(kReceiveBuffer), smaller);
    wait();
    return error;
  }

  void stop() {
    answer_ = nullptr;
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

  [[nodiscard]] std::uint16_t port() const {
    boost::system::error_code ignored;
    return socket_.local_endpoint(ignored).port();
  }

 private:
  void wait() {
    socket_.async_wait(udp::socket::wait_read,
                       [self = shared_from_this()](const boost::system::error_code& error) {
                         if (error || !self->answer_) return;
                         for (int n = 0; n < kAtOnce && self->answer_one(); ++n) {
                         }
                         self->wait();
                       });
  }

  /// False: no more have come.
  bool answer_one() {
    boost::system::error_code error;
    udp::endpoint from;
    const std::size_t size = socket_.receive_from(asio::buffer(buffer_), from, 0, error);
    if (error) return false;
    const std::string text = answer_({buffer_.data(), size}, from);
    if (!text.empty()) socket_.send_to(asio::buffer(text), from, 0, error);
    return true;
  }

  udp::socket socket_;
  Answer answer_;  ///< empty: stopped
  std::array<char, kLargest> buffer_{};
};

base::Result<std::unique_ptr<DatagramServer>> DatagramServer::open(asio::io_context& context,
                                                                   const asio::ip::address& address,
                                                                   std::uint16_t port, Answer answer) {
  const auto core = std::make_shared<Core>(context, std::move(answer));
  if (const auto error = core->listen({address, port})) {
    core->stop();
    const std::string place = address.to_string() + " port " + std::to_string(port);
    return base::Error{base::ErrorCode::io_error, "cannot listen on " + place + ": " + error.message()};
  }
  return std::unique_ptr<DatagramServer>(new DatagramServer(core));
}

DatagramServer::~DatagramServer() {
  core_->stop();
}

std::uint16_t DatagramServer::port() const {
  return core_->port();
}

}  // namespace magnetar::http
