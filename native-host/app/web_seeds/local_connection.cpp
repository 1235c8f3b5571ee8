#include "app/web_seeds/local_connection.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "base/random.h"

namespace magnetar::app {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t kLittle = 256 * 1024;

}  // namespace

LocalConnection::LocalConnection(asio::io_context& context, const std::string& info_hash, LocalEvents& events)
    : socket_(context), wire_(info_hash), events_(&events) {}

base::Result<std::shared_ptr<LocalConnection>> LocalConnection::open(asio::io_context& context,
                                                                     base::UniqueFd socket,
                                                                     const std::string& info_hash,
                                                                     LocalEvents& events) {
  const std::shared_ptr<LocalConnection> connection(new LocalConnection(context, info_hash, events));
  error_code error;
  connection->socket_.assign(asio::ip::tcp::v4(), socket.get(), error);
  if (error) return base::Error{base::ErrorCode::io_error, error.message()};
  static_cast<void>(socket.release());
  connection->socket_.set_option(asio::ip::tcp::no_delay(true), error);
  // The peer id of 20 bytes (BEP 20) reveals no version.
  connection->send(engine::SeedWire::hello(info_hash, "-MW0000-" + base::random_hex(6)));
  connection->read();
  return connection;
}

void LocalConnection::send(std::string bytes) {
  if (events_ == nullptr) return;
  to_send_.empty() ? to_send_.swap(bytes) : static_cast<void>(to_send_.append(bytes));
  if (sending_.empty()) write();
}

void LocalConnection::write() {
  if (to_send_.empty()) return;
  sending_ = std::exchange(to_send_, {});
  asio::async_write(socket_, asio::buffer(sending_),
                    [self = shared_from_this()](const error_code& error, std::size_t) {
                      if (self->events_ == nullptr) return;
                      if (error) return self->fail();
                      self->sending_.clear();
                      self->write();
                      if (self->events_ != nullptr && self->queued() < kLittle) self->events_->on_drained();
                    });
}

void LocalConnection::read() {
  socket_.async_read_some(asio::buffer(received_),
                          [self = shared_from_this()](const error_code& error, std::size_t bytes) {
                            if (self->events_ == nullptr) return;
                            if (error) return self->fail();
                            const auto heard = self->wire_.feed({self->received_.data(), bytes});
                            if (!heard) return self->fail();
                            if (!heard.value().answer.empty()) self->send(heard.value().answer);
                            self->events_->on_heard(heard.value());
                            if (self->events_ != nullptr) self->read();
                          });
}

void LocalConnection::fail() {
  LocalEvents* const events = events_;
  close();
  if (events != nullptr) events->on_left();
}

void LocalConnection::close() {
  events_ = nullptr;
  error_code ignored;
  socket_.close(ignored);
}

}  // namespace magnetar::app
