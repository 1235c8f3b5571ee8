#include "http/torrent_fetcher.h"

#include <algorithm>
#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <mutex>
#include <optional>

#include "http/address_policy.h"
#include "http/cookie_jar.h"
#include "http/fetched_file.h"
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
using base::Result;
using boost::system::error_code;

constexpr std::uint32_t kHeadLimit = 16 * 1024;
// Sites refuse clients that do not present themselves as browsers, and a person has chosen the address in one
// (decision 13).
constexpr const char* kUserAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

using Page = beast::response<beast::string_body>;
using Endpoints = std::vector<tcp::endpoint>;

/// Runs asynchronous steps one after the other. Each ends with the deadline or a cancel, whatever the server
/// does. After a step that did not end, the only allowed call is the destructor.
class Steps {
 public:
  Steps(base::Duration time, base::CancelToken& cancel)
      : deadline_(base::SystemClock().now() + time),
        cancel_(cancel),
        stopper_(std::make_shared<Stopper>(loop_)) {
    wake_ = cancel_.on_cancel([stopper = stopper_] { stopper->stop(); });
  }
  ~Steps() { stopper_->forget(); }
  Steps(const Steps&) = delete;
  Steps& operator=(const Steps&) = delete;

  [[nodiscard]] asio::io_context& loop() { return loop_; }

  /// Calls `start` with the handler of an asynchronous operation and waits for its end. Errors: timed_out,
  /// cancelled, and fetch_failed (fetch_too_large) with the name of the step.
  template <class Start>
  Result<void> run(const char* step, Start start) {
    std::optional<error_code> ended;
    loop_.restart();
    start([&ended](const error_code& error, const auto&...) { ended = error; });
    // A cancel before restart() is seen by this check; a later one stops the loop.
    while (!ended && !cancel_.cancelled() && loop_.run_one_until(deadline_) > 0) {
    }
    if (cancel_.cancelled()) return Error{ErrorCode::cancelled, "fetching was cancelled"};
    if (!ended) return Error{ErrorCode::timed_out, "the server took too long"};
    if (*ended == beast::error::body_limit) return Error{ErrorCode::fetch_too_large, "the file is too large"};
    if (*ended) return Error{ErrorCode::fetch_failed, std::string(step) + ": " + ended->message()};
    return base::success();
  }

 private:
  /// Lets another thread stop a loop that may be destroyed already.
  class Stopper {
   public:
    explicit Stopper(asio::io_context& loop) : loop_(&loop) {}
    void stop() {
      const std::lock_guard lock(mutex_);
      if (loop_ != nullptr) loop_->stop();
    }
    void forget() {
      const std::lock_guard lock(mutex_);
      loop_ = nullptr;
    }

   private:
    std::mutex mutex_;
    asio::io_context* loop_;
  };

  asio::io_context loop_{1};
  base::TimePoint deadline_;
  base::CancelToken& cancel_;
  std::shared_ptr<Stopper> stopper_;
  std::shared_ptr<void> wake_;
};

/// Resolves a host. Any of the addresses may answer, so each must be allowed.
Result<Endpoints> resolve(Steps& steps, const Url& url, bool private_addresses) {
  tcp::resolver resolver(steps.loop());
  Endpoints endpoints;
  const auto start = [&](auto handler) {
    resolver.async_resolve(
        url.host, std::to_string(url.port), tcp::resolver::numeric_service,
        [&endpoints, handler](const error_code& error, const tcp::resolver::results_type& found) {
          for (const auto& entry : found) endpoints.push_back(entry.endpoint());
          handler(error);
        });
  };
  BOOST_OUTCOME_TRYV(steps.run("the name of the server", start));
  const ServerPolicy policy{private_addresses, private_addresses};
  const auto allowed = [&policy](const tcp::endpoint& endpoint) {
    return allows(policy, endpoint.address());
  };
  if (!std::ranges::all_of(endpoints, allowed)) {
    return Error{ErrorCode::fetch_forbidden, "the server has a private or local address"};
  }
  return endpoints;
}

beast::request<beast::empty_body> make_request(const Url& url, const std::string& cookies) {
  beast::request<beast::empty_body> request(beast::verb::get, url.target, 11);
  request.set(beast::field::host, url.authority());
  request.set(beast::field::user_agent, kUserAgent);
  request.set(beast::field::accept, "application/x-bittorrent, application/octet-stream;q=0.9, */*;q=0.5");
  request.set(beast::field::accept_encoding,
              "identity");  // a compressed body has no size that can be trusted
  request.set(beast::field::connection, "close");
  if (!cookies.empty()) request.set(beast::field::cookie, cookies);
  return request;
}

/// A request and the limit of its answer.
struct Question {
  Url url;
  std::string cookies;
  std::size_t body_limit = 0;
};

/// The end of an answer's header, behind its blank line; 0 while it is incomplete. A line may end with a line
/// feed alone (RFC 9112 2.2).
std::size_t header_end(std::string_view text) {
  for (auto at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    if (text.substr(at + 1).starts_with('\n')) return at + 2;
    if (text.substr(at + 1).starts_with("\r\n")) return at + 3;
  }
  return 0;
}

/// The header in the form that Beast needs: a carriage return before each line feed, and no blank lines
/// before it.
std::string strict_header(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
  std::string strict;
  for (const char c : text) {
    if (c == '\r') continue;
    if (c == '\n') strict += '\r';
    strict += c;
  }
  return strict;
}

/// Reads until the header is complete, and puts it into `buffer` with the bytes behind it. Blank lines may
/// come before it.
template <class Stream>
Result<void> read_header(Steps& steps, Stream& stream, boost::beast::flat_buffer& buffer) {
  std::string text;
  std::array<char, 4096> block{};
  std::size_t end = 0;
  while (end == 0) {
    if (text.size() > kHeadLimit) return Error{ErrorCode::fetch_failed, "reading the header: it is too long"};
    std::size_t got = 0;
    BOOST_OUTCOME_TRYV(steps.run("reading the header", [&](auto handler) {
      stream.async_read_some(asio::buffer(block),
                             [&got, handler](const error_code& error, std::size_t bytes) {
                               got = bytes;
                               handler(error);
                             });
    }));
    text.append(block.data(), got);
    text.erase(0, std::min(text.find_first_not_of("\r\n"), text.size()));
    end = header_end(text);
  }
  const std::string all = strict_header(std::string_view(text).substr(0, end)) + text.substr(end);
  buffer.commit(asio::buffer_copy(buffer.prepare(all.size()), asio::buffer(all)));
  return base::success();
}

/// One request and its answer; the limits are checked while it is read.
template <class Stream>
Result<Page> exchange(Steps& steps, Stream& stream, const Question& question) {
  const auto request = make_request(question.url, question.cookies);
  BOOST_OUTCOME_TRYV(
      steps.run("sending the request", [&](auto handler) { beast::async_write(stream, request, handler); }));
  boost::beast::flat_buffer buffer;
  beast::response_parser<beast::string_body> parser;
  parser.header_limit(2 * kHeadLimit);
  parser.body_limit(question.body_limit);
  BOOST_OUTCOME_TRYV(read_header(steps, stream, buffer));
  // The header is read by itself: read together with the body, Beast 1.74 does not compare Content-Length
  // with the limit.
  BOOST_OUTCOME_TRYV(steps.run("reading the header", [&](auto handler) {
    beast::async_read_header(stream, buffer, parser, handler);
  }));
  BOOST_OUTCOME_TRYV(steps.run("reading the file",
                               [&](auto handler) { beast::async_read(stream, buffer, parser, handler); }));
  return parser.release();
}

/// The certificate must be valid for the URL's host, by the system's authorities.
Result<Page> exchange_tls(Steps& steps, tcp::socket socket, const Question& question) {
  const Url& url = question.url;
  ssl::context context(ssl::context::tls_client);
  error_code no_authorities;  // without authorities, no certificate is valid
  context.set_default_verify_paths(no_authorities);
  context.set_options(ssl::context::default_workarounds | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1);
  ssl::stream<tcp::socket> stream(std::move(socket), context);
  stream.set_verify_mode(ssl::verify_peer);
  stream.set_verify_callback(ssl::host_name_verification(url.host));
  // SNI must not name an address (RFC 6066 3).
  if (!is_ip_address(url.host)) SSL_set_tlsext_host_name(stream.native_handle(), url.host.c_str());
  BOOST_OUTCOME_TRYV(steps.run("the secure connection", [&](auto handler) {
    stream.async_handshake(ssl::stream_base::client, handler);
  }));
  return exchange(steps, stream, question);
}

Result<Page> get(Steps& steps, const Question& question, const FetchLimits& limits) {
  MAGNETAR_TRY(endpoints, resolve(steps, question.url, limits.private_addresses));
  tcp::socket socket(steps.loop());
  BOOST_OUTCOME_TRYV(
      steps.run("connecting", [&](auto handler) { asio::async_connect(socket, endpoints, handler); }));
  if (question.url.tls) return exchange_tls(steps, std::move(socket), question);
  return exchange(steps, socket, question);
}

bool is_redirect(unsigned status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

std::string text_of(const Page& page, beast::field field) {
  const auto value = page[field];
  return {value.data(), value.size()};
}

void take_cookies(CookieJar& cookies, const Url& url, const Page& page) {
  const auto [begin, end] = page.equal_range(beast::field::set_cookie);
  for (auto at = begin; at != end; ++at) cookies.take(url, {at->value().data(), at->value().size()});
}

bool is_magnet(std::string_view location) {
  return equals_ignoring_case(location.substr(0, 7), "magnet:");
}

}  // namespace

base::Result<std::string> fetch_torrent(const std::string& url, const FetchLimits& limits,
                                        base::CancelToken& cancel) {
  MAGNETAR_TRY(next, parse_url(url));
  Steps steps(limits.time, cancel);
  CookieJar cookies;
  for (int redirects = 0; redirects <= limits.redirects; ++redirects) {
    MAGNETAR_TRY(page, get(steps, {next, cookies.field_for(next), limits.bytes}, limits));
    if (!is_redirect(page.result_int())) {
      return file_of({page.result_int(), text_of(page, beast::field::content_encoding),
                      text_of(page, beast::field::content_range), std::move(page.body())},
                     limits.bytes);
    }
    take_cookies(cookies, next, page);
    std::string location = text_of(page, beast::field::location);
    if (is_magnet(location)) return location;
    auto target = resolve_url(next, location);
    if (!target) return Error{ErrorCode::fetch_failed, "a redirect that leads to no web address", "redirect"};
    next = std::move(target.value());
  }
  return Error{ErrorCode::fetch_failed, "too many redirects", "redirect"};
}

}  // namespace magnetar::http
