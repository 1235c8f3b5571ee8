#include "http/range_connection.h"

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <ctime>
#include <limits>
#include <utility>

#include "http/request_head.h"
#include "http/url.h"

namespace magnetar::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast::http;
namespace ssl = boost::asio::ssl;
using asio::ip::tcp;
using base::Error;
using base::ErrorCode;

constexpr std::uint32_t kHeaderLimit = 16 * 1024;
constexpr std::size_t kReadAtOnce = 64 * 1024;
constexpr std::chrono::seconds kConnectPatience{8};

Error failed(const char* step, const boost::system::error_code& error) {
  return {ErrorCode::fetch_failed, std::string(step) + ": " + error.message()};
}

std::string_view view(boost::beast::string_view text) {
  return {text.data(), text.size()};
}

/// The certificate must be valid for the server's name, by the system's authorities.
ssl::context make_context() {
  ssl::context context(ssl::context::tls_client);
  boost::system::error_code no_authorities;  // without authorities, no certificate is valid
  context.set_default_verify_paths(no_authorities);
  context.set_options(ssl::context::default_workarounds | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1);
  return context;
}

}  // namespace

/// The byte stream of the connection, plain or TLS.
class RangeConnection::Stream {
 public:
  explicit Stream(asio::io_context& context) : socket_(context) {}

  [[nodiscard]] tcp::socket& socket() { return socket_; }

  template <class Handler>
  void secure(const std::string& host, Handler handler) {
    context_.emplace(make_context());
    tls_.emplace(socket_, *context_);
    tls_->set_verify_mode(ssl::verify_peer);
    tls_->set_verify_callback(ssl::host_name_verification(host));
    // SNI must not name an address (RFC 6066 3).
    if (!is_ip_address(host)) SSL_set_tlsext_host_name(tls_->native_handle(), host.c_str());
    tls_->async_handshake(ssl::stream_base::client, std::move(handler));
  }

  template <class Handler>
  void read_some(asio::mutable_buffer buffer, Handler handler) {
    tls_ ? tls_->async_read_some(buffer, std::move(handler))
         : socket_.async_read_some(buffer, std::move(handler));
  }

  template <class Handler>
  void write(asio::const_buffer bytes, Handler handler) {
    tls_ ? asio::async_write(*tls_, bytes, std::move(handler))
         : asio::async_write(socket_, bytes, std::move(handler));
  }

 private:
  tcp::socket socket_;
  std::optional<ssl::context> context_;
  std::optional<ssl::stream<tcp::socket&>> tls_;
};

/// Splits the received bytes into answers.
class RangeConnection::Parser {
 public:
  [[nodiscard]] boost::beast::flat_buffer& buffer() { return buffer_; }

  /// Consumes a part of the buffer; returns the body bytes in it.
  std::string_view take(error_code& error) {
    if (!parser_) {
      parser_.emplace();
      parser_->eager(true);
      parser_->header_limit(kHeaderLimit);
      // Without a limit, Beast 1.74 refuses some answers, because it compares their length with an empty
      // limit.
      parser_->body_limit(std::numeric_limits<std::uint64_t>::max());
      told_ = false;
    }
    auto& body = parser_->get().body();
    body.data = chunk_.data();
    body.size = chunk_.size();
    body.more = true;
    buffer_.consume(parser_->put(buffer_.data(), error));
    if (error == beast::error::need_buffer) error = {};
    return {chunk_.data(), parser_->is_header_done() ? chunk_.size() - body.size : 0};
  }

  /// Whether a head has just become complete.
  [[nodiscard]] bool new_head() { return parser_->is_header_done() && !std::exchange(told_, true); }
  [[nodiscard]] bool done() const { return parser_ && parser_->is_done(); }
  [[nodiscard]] bool keeps_alive() const { return parser_->get().keep_alive(); }
  void next() { parser_.reset(); }
  /// Handles the server's close, which ends an answer without a length.
  [[nodiscard]] bool ends_with_close() {
    if (!parser_ || !parser_->got_some()) return false;
    error_code error;
    parser_->put_eof(error);
    return !error && parser_->is_done();
  }

  [[nodiscard]] RangeHead head() const {
    const auto& answer = parser_->get();
    RangeHead head;
    head.status = answer.result_int();
    head.range = parse_content_range(view(answer[beast::field::content_range]));
    head.location = std::string(view(answer[beast::field::location]));
    head.retry_after = parse_retry_after(view(answer[beast::field::retry_after]), std::time(nullptr));
    const auto coding = view(answer[beast::field::content_encoding]);
    head.encoded = !coding.empty() && !equals_ignoring_case(coding, "identity");
    head.keeps_alive = answer.keep_alive();
    return head;
  }

 private:
  boost::beast::flat_buffer buffer_;
  std::optional<beast::response_parser<beast::buffer_body>> parser_;
  std::array<char, kReadAtOnce> chunk_{};
  bool told_ = false;
};

std::shared_ptr<RangeConnection> RangeConnection::open(asio::io_context& context, const Url& server,
                                                       const ServerPolicy& policy, RangeEvents& events) {
  std::shared_ptr<RangeConnection> connection(new RangeConnection(context, server, policy, events));
  connection->resolve();
  return connection;
}

RangeConnection::RangeConnection(asio::io_context& context, const Url& server, const ServerPolicy& policy,
                                 RangeEvents& events)
    : context_(context),
      server_(server),
      policy_(policy),
      events_(&events),
      resolver_(context),
      timer_(context),
      stream_(std::make_unique<Stream>(context)),
      parser_(std::make_unique<Parser>()),
      last_used_(base::SystemClock().now()) {}

RangeConnection::~RangeConnection() = default;

template <class Handler>
auto RangeConnection::alive(Handler handler) {
  return [self = shared_from_this(), handler = std::move(handler)](const error_code& error,
                                                                   auto&&... rest) -> void {
    if (self->events_ != nullptr) handler(error, rest...);
  };
}

void RangeConnection::resolve() {
  watch(kConnectPatience);
  resolver_.async_resolve(
      server_.host, std::to_string(server_.port), tcp::resolver::numeric_service,
      alive([this](const error_code& error, const tcp::resolver::results_type& found) {
        if (error) return fail(failed("the name of the server", error));
        Endpoints endpoints;
        for (const auto& entry : found) endpoints.push_back(entry.endpoint());
        // Any of the addresses may answer, so each must be allowed.
        const bool good = std::ranges::all_of(
            endpoints, [this](const tcp::endpoint& endpoint) { return allows(policy_, endpoint.address()); });
        if (!good) return fail({ErrorCode::fetch_forbidden, "the server has a private or local address"});
        connect(endpoints);
      }));
}

void RangeConnection::connect(const Endpoints& endpoints) {
  asio::async_connect(stream_->socket(), endpoints,
                      alive([this](const error_code& error, const tcp::endpoint&) {
                        if (error) return fail(failed("connecting", error));
                        error_code ignored;
                        stream_->socket().set_option(tcp::no_delay(true), ignored);
                        server_.tls ? handshake() : ready();
                      }));
}

void RangeConnection::handshake() {
  stream_->secure(server_.host, alive([this](const error_code& error) {
                    if (error) return fail(failed("the secure connection", error));
                    ready();
                  }));
}

void RangeConnection::ready() {
  connected_ = true;
  watch(kPatience);
  write();
  read();
}

void RangeConnection::ask(const std::string& target, std::int64_t first, std::int64_t last) {
  to_send_ +=
      "GET " + target + " HTTP/1.1\r\nHost: " + server_.authority() +
      "\r\nUser-Agent: Magnetar\r\nAccept-Encoding: identity\r\nRange: bytes=" + std::to_string(first) + '-' +
      std::to_string(last) + "\r\n\r\n";
  last_used_ = base::SystemClock().now();
  if (unanswered_++ == 0 && connected_) watch(kPatience);
  write();
}

void RangeConnection::write() {
  if (!connected_ || !sending_.empty() || to_send_.empty()) return;
  sending_ = std::exchange(to_send_, {});
  stream_->write(asio::buffer(sending_), alive([this](const error_code& error, std::size_t) {
                   if (error) return fail(failed("sending the request", error));
                   sending_.clear();
                   write();
                 }));
}

void RangeConnection::resume() {
  if (!std::exchange(paused_, false) || !connected_) return;
  watch(kPatience);
  // Posted, because the bytes that are taken call back into the caller.
  asio::post(context_, [self = shared_from_this()] {
    if (self->events_ != nullptr) self->take(0);
  });
}

void RangeConnection::read() {
  if (reading_ || paused_) return;
  reading_ = true;
  stream_->read_some(parser_->buffer().prepare(kReadAtOnce),
                     alive([this](const error_code& error, std::size_t bytes) {
                       reading_ = false;
                       if (error && error != asio::error::eof) return fail(failed("reading", error));
                       if (!error) return take(bytes);
                       if (parser_->ends_with_close()) {
                         --unanswered_;
                         ++answered_;
                         events_->on_answered(*this);
                         if (events_ == nullptr) return;
                       }
                       fail({ErrorCode::fetch_failed, "the server closed the connection"});
                     }));
}

void RangeConnection::take(std::size_t bytes) {
  parser_->buffer().commit(bytes);
  if (bytes > 0) {
    last_used_ = base::SystemClock().now();
    watch(kPatience);
  }
  while (!paused_ && parser_->buffer().size() > 0) {
    if (!take_some()) break;
  }
  if (events_ != nullptr) read();
}

/// Returns false when more bytes have to come first, or the connection has ended.
bool RangeConnection::take_some() {
  const auto self = shared_from_this();
  if (unanswered_ == 0) {
    fail({ErrorCode::fetch_failed, "the server sends what it was not asked for"});
    return false;
  }
  error_code error;
  const std::string_view body = parser_->take(error);
  const bool more_needed = error == beast::error::need_more;
  if (error && !more_needed) {
    fail(failed("reading the answer", error));
    return false;
  }
  if (parser_->new_head()) {
    watch(kPatience);
    if (!events_->on_head(*this, parser_->head())) {
      if (events_ != nullptr) fail({ErrorCode::fetch_failed, "the answer is of no use"});
      return false;
    }
  }
  if (events_ != nullptr && !body.empty()) events_->on_body(*this, body);
  if (events_ == nullptr) return false;
  if (!parser_->done()) return !more_needed;
  const bool keeps_alive = parser_->keeps_alive();
  parser_->next();
  ++answered_;
  if (--unanswered_ > 0) watch(kAheadPatience);
  events_->on_answered(*this);
  if (events_ != nullptr && !keeps_alive) fail({ErrorCode::fetch_failed, "the server closed the connection"});
  return events_ != nullptr;
}

// An idle connection waits for as long as it is kept.
void RangeConnection::watch(base::Duration patience) {
  timer_.expires_after(patience);
  timer_.async_wait(alive([this](const error_code& error) {
    if (error) return;
    if (connected_ && (unanswered_ == 0 || paused_)) return;
    fail({ErrorCode::timed_out, "the server took too long"});
  }));
}

void RangeConnection::fail(const Error& error) {
  if (events_ == nullptr) return;
  RangeEvents* const events = events_;
  close();
  events->on_closed(*this, error);
}

void RangeConnection::close() {
  events_ = nullptr;
  error_code ignored;
  timer_.cancel();
  resolver_.cancel();
  stream_->socket().close(ignored);
}

}  // namespace magnetar::http
