#include "http/async_connection.h"

#include <boost/asio/write.hpp>

namespace magnetar::http {
namespace {

namespace asio = boost::asio;

/// For how long what a client still sends is read away after the last answer: closing with unread bytes is a
/// reset, which may overtake the answer (RFC 9112 9.6).
constexpr std::chrono::seconds kReadAway{1};

}  // namespace

AsyncConnection::AsyncConnection(asio::ip::tcp::socket socket, std::shared_ptr<Owner> owner)
    : socket_(std::move(socket)), owner_(std::move(owner)), since_(base::monotonic_now()) {
  error_code gone;
  remote_ = socket_.remote_endpoint(gone).address();
}

template <class Handler>
auto AsyncConnection::alive(Handler handler) {
  return [self = shared_from_this(), handler](const error_code& error, std::size_t bytes) {
    if (!self->owner_) return;
    if (error)
      self->end();
    else
      handler(bytes);
  };
}

void AsyncConnection::start() {
  deadline_ = base::monotonic_now() + kPatience;
  read();
}

void AsyncConnection::read() {
  socket_.async_read_some(asio::buffer(received_), alive([this](std::size_t bytes) {
                            parser_.append({received_.data(), bytes});
                            take();
                          }));
}

void AsyncConnection::take() {
  const auto next = parser_.next();
  if (!next) return read();
  if (const auto* refusal = std::get_if<HeadRefusal>(&*next))
    return write(Response{refusal->status}, true, true);
  take(std::get<RequestHead>(*next));
}

void AsyncConnection::take(const RequestHead& head) {
  // A client says nothing before the answer to its upgrade (RFC 6455 4.1).
  if (owner_->upgrades(head) && !parser_.started()) {
    const auto owner = std::exchange(owner_, nullptr);
    return owner->upgrade(*this, std::move(socket_), head);
  }
  write(owner_->answer(head, remote_), head.method != "HEAD", !head.keep_alive);
}

void AsyncConnection::write(const Response& response, bool with_body, bool close) {
  deadline_ = base::monotonic_now() + kPatience;
  sending_ = head_text(response, close, std::chrono::system_clock::now());
  for (const auto& part : response.body)
    if (with_body) sending_ += std::get<std::string>(part);
  asio::async_write(socket_, asio::buffer(sending_), alive([this, close](std::size_t) {
                      since_ = base::monotonic_now();
                      deadline_ = since_ + (close ? kReadAway : kPatience);
                      if (close)
                        read_away();
                      else
                        take();
                    }));
}

void AsyncConnection::read_away() {
  error_code ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  socket_.async_read_some(asio::buffer(received_), alive([this](std::size_t) { read_away(); }));
}

void AsyncConnection::check(base::TimePoint now) {
  if (now > deadline_) end();
}

void AsyncConnection::end() {
  const auto owner = std::exchange(owner_, nullptr);
  if (!owner) return;
  const auto self = shared_from_this();  // its owner lets it go in ended()
  error_code ignored;
  socket_.close(ignored);
  owner->ended(*this);
}

}  // namespace magnetar::http
