#include "http/web_socket.h"

#include <algorithm>
#include <atomic>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <tuple>
#include <utility>

namespace magnetar::http {
namespace {

namespace websocket = boost::beast::websocket;
namespace asio = boost::asio;
using asio::ip::tcp;
using Upgrade = boost::beast::http::request<boost::beast::http::empty_body>;

constexpr std::size_t kWebReadAtOnce = std::size_t{16} * 1024;
constexpr std::chrono::seconds kHandshakeTime{10};

std::uint64_t next_id() {
  static std::atomic<std::uint64_t> last = 0;
  return ++last;
}

std::shared_ptr<Upgrade> upgrade_of(const RequestHead& head) {
  auto request = std::make_shared<Upgrade>();
  request->version(11);
  request->method_string(head.method);
  request->target(head.target);
  for (const auto& [name, value] : head.fields) request->insert(name, value);
  return request;
}

}  // namespace

class WebSocket::Stream {
 public:
  Stream(tcp::socket socket, const WebSocketLimits& limits)
      : web(std::move(socket)), buffer(limits.message + 2 * kWebReadAtOnce) {
    web.read_message_max(limits.message);
    web.set_option(websocket::stream_base::timeout{kHandshakeTime, limits.idle, true});
    web.set_option(websocket::stream_base::decorator([](websocket::response_type& response) {
      response.set(boost::beast::http::field::server, "Magnetar");
    }));
  }

  websocket::stream<tcp::socket> web;
  boost::beast::flat_buffer buffer;  ///< the message that comes
};

std::shared_ptr<WebSocket> WebSocket::accept(tcp::socket socket, const RequestHead& head,
                                             const WebSocketLimits& limits, ByteBudget& budget,
                                             std::shared_ptr<WebSocketEvents> events) {
  std::shared_ptr<WebSocket> accepted(new WebSocket(std::move(socket), limits, budget, std::move(events)));
  accepted->shake_hands(head);
  return accepted;
}

WebSocket::WebSocket(tcp::socket socket, const WebSocketLimits& limits, ByteBudget& budget,
                     std::shared_ptr<WebSocketEvents> events)
    : id_(next_id()),
      limits_(limits),
      budget_(budget),
      events_(std::move(events)),
      since_(base::monotonic_now()) {
  error_code gone;
  remote_ = socket.remote_endpoint(gone).address();
  stream_ = std::make_unique<Stream>(std::move(socket), limits_);
}

WebSocket::~WebSocket() = default;

template <class Handler>
auto WebSocket::alive(Handler handler) {
  return [self = shared_from_this(), handler](const error_code& error, std::size_t = 0) {
    if (!self->events_) return;
    if (error)
      self->end();
    else
      handler();
  };
}

void WebSocket::shake_hands(const RequestHead& head) {
  const auto request = upgrade_of(head);
  auto opened = alive([this, request] {
    open_ = true;
    read();
    if (!queue_.empty()) write();
  });
  stream_->web.async_accept(*request, [opened](const error_code& error) { opened(error); });
}

void WebSocket::read() {
  reading_ = true;
  stream_->web.async_read_some(stream_->buffer, kWebReadAtOnce, alive([this] {
                                 reading_ = false;
                                 take_part();
                               }));
}

void WebSocket::resume() {
  paused_ = false;
  if (events_ && open_ && !reading_ && !taking_) read();
}

void WebSocket::take_part() {
  if (!account(stream_->buffer.size(), queued_)) return end();
  if (stream_->web.is_message_done()) return take_message();
  if (message_since_ == base::TimePoint::max()) message_since_ = base::monotonic_now();
  read();
}

void WebSocket::take_message() {
  const bool text = stream_->web.got_text();
  if (!text && !limits_.binary) return end();
  const auto bytes = stream_->buffer.cdata();
  const std::string_view message(static_cast<const char*>(bytes.data()), bytes.size());
  const auto events = events_;  // the call may close the socket
  taking_ = true;
  text ? events->on_message(*this, message) : events->on_binary(*this, message);
  taking_ = false;
  if (!events_) return;
  stream_->buffer.consume(stream_->buffer.size());
  if (coming_ > limits_.free) stream_->buffer.shrink_to_fit();
  message_since_ = base::TimePoint::max();
  std::ignore = account(0, queued_);
  if (!paused_) read();
}

bool WebSocket::account(std::size_t coming, std::size_t queued) {
  const auto paid = [this](std::size_t bytes) { return bytes - std::min(bytes, limits_.free); };
  const std::size_t all = paid(coming) + paid(queued);
  if (all > accounted_ && !budget_.take(all - accounted_)) return false;
  if (all < accounted_) budget_.give(accounted_ - all);
  coming_ = coming;
  queued_ = queued;
  accounted_ = all;
  return true;
}

bool WebSocket::queue(Message message) {
  if (!events_ || message.bytes.size() > limits_.queued - queued_) return false;
  if (!account(coming_, queued_ + message.bytes.size())) return false;
  queue_.push_back(std::move(message));
  if (open_ && queue_.size() == 1) write();
  return true;
}

void WebSocket::write() {
  write_since_ = base::monotonic_now();
  stream_->web.text(queue_.front().text);
  stream_->web.async_write(asio::buffer(queue_.front().bytes), alive([this] {
                             std::ignore = account(coming_, queued_ - queue_.front().bytes.size());
                             queue_.pop_front();
                             write_since_ = base::TimePoint::max();
                             if (!queue_.empty()) write();
                           }));
}

void WebSocket::end() {
  const auto events = std::exchange(events_, nullptr);
  if (!events) return;
  const auto self = shared_from_this();  // its owner lets it go in on_closed()
  error_code ignored;
  stream_->web.next_layer().close(ignored);
  // Handlers that asio still holds may outlive the budget.
  std::ignore = account(0, 0);
  events->on_closed(*this);
}

std::optional<base::TimePoint> WebSocket::idle_since() const {
  return gives_way_ ? std::optional(since_) : std::nullopt;
}

void WebSocket::check(base::TimePoint now) {
  const bool drips = message_since_ < now && now - message_since_ > limits_.message_time;
  const bool unread = write_since_ < now && now - write_since_ > limits_.write_time;
  if (drips || unread) end();
}

}  // namespace magnetar::http
