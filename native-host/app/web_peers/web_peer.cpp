#include "app/web_peers/web_peer.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <utility>

#include "base/coding.h"

namespace magnetar::app {
namespace {

namespace asio = boost::asio;

}  // namespace

WebPeer::WebPeer(base::Loop& loop, std::shared_ptr<engine::LocalPeers> peers,
                 const std::shared_ptr<http::WebSocket>& socket, const BridgeRequest& request)
    : loop_(loop),
      peers_(std::move(peers)),
      info_hash_(request.info_hash),
      socket_(socket),
      peer_(std::make_shared<engine::LocalPeer>(engine::LocalPeer::Kind::web_peer, request.address)),
      session_(loop.context()),
      filter_(base::from_hex(request.info_hash).value_or(std::string{})) {}

void WebPeer::join() {
  peers_->join(peer_, [weak = weak_from_this(), &loop = loop_](base::Result<base::UniqueFd> socket) {
    auto shared = std::make_shared<base::Result<base::UniqueFd>>(std::move(socket));
    loop.post([weak, shared] {
      if (const auto self = weak.lock()) self->joined(std::move(*shared));
    });
  });
}

void WebPeer::joined(base::Result<base::UniqueFd> socket) {
  if (closed_) return;
  if (!socket) return end();
  error_code error;
  session_.assign(asio::ip::tcp::v4(), socket.value().get(), error);
  if (error) return end();
  static_cast<void>(socket.value().release());
  session_.set_option(asio::ip::tcp::no_delay(true), error);
  joined_ = true;
  write();
  read();
}

void WebPeer::on_bytes(std::string_view bytes) {
  auto passed = filter_.take(bytes);
  if (!passed) return end();
  to_send_ += passed.value();
  const auto socket = socket_.lock();
  if (socket && to_send_.size() >= kMostWaiting) socket->pause();
  if (joined_ && sending_.empty()) write();
}

void WebPeer::write() {
  if (to_send_.empty()) return;
  sending_ = std::exchange(to_send_, {});
  if (const auto socket = socket_.lock()) socket->resume();
  asio::async_write(session_, asio::buffer(sending_),
                    [self = shared_from_this()](const error_code& error, std::size_t) {
                      if (self->closed_) return;
                      if (error) return self->end();
                      self->sending_.clear();
                      self->write();
                    });
}

// Bytes that the extension has not handed on yet lie in the memory of the browser, which no page can limit.
void WebPeer::read() {
  const std::size_t room = std::min(credit_.room(), received_.size());
  if (closed_ || reading_ || !joined_ || room == 0) return;
  reading_ = true;
  session_.async_read_some(asio::buffer(received_.data(), room),
                           [self = shared_from_this()](const error_code& error, std::size_t bytes) {
                             self->reading_ = false;
                             if (self->closed_) return;
                             if (error) return self->end();
                             self->took(bytes);
                           });
}

void WebPeer::took(std::size_t bytes) {
  credit_.sent(bytes);
  const auto socket = socket_.lock();
  if (!socket || !socket->send_binary({received_.data(), bytes})) return end();
  read();
}

void WebPeer::on_credit(std::string_view text) {
  std::size_t bytes = 0;
  const auto [end_of_number, error] = std::from_chars(text.data(), text.data() + text.size(), bytes);
  const bool whole = error == std::errc{} && end_of_number == text.data() + text.size();
  if (!whole || !credit_.acknowledged(bytes)) return end();
  read();
}

void WebPeer::end() {
  if (const auto socket = socket_.lock()) socket->end();
}

void WebPeer::close() {
  if (std::exchange(closed_, true)) return;
  error_code ignored;
  session_.close(ignored);
  peers_->leave(peer_);
}

}  // namespace magnetar::app
