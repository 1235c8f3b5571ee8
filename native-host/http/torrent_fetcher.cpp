#include "http/torrent_fetcher.h"

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <mutex>
#include <optional>

#include "http/address_policy.h"
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

constexpr std::uint32_t kHeaderLimit = 16 * 1024;

template <class T>
using Task = asio::awaitable<Result<T>>;
using Page = beast::response<beast::string_body>;
using Endpoints = std::vector<tcp::endpoint>;

Error failed(const std::string& step, const error_code& error) {
  return {ErrorCode::fetch_failed, step + ": " + error.message()};
}

/// The addresses of a host; each of them must be allowed, for it is not known which one will answer.
Task<Endpoints> resolve(Url url, FetchLimits limits) {
  tcp::resolver resolver(co_await asio::this_coro::executor);
  error_code error;
  const auto found =
      co_await resolver.async_resolve(url.host, std::to_string(url.port), tcp::resolver::numeric_service,
                                      asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return failed("the name of the server", error);
  Endpoints endpoints;
  for (const auto& entry : found) {
    if (!limits.private_addresses && !is_public_address(entry.endpoint().address())) {
      co_return Error{ErrorCode::fetch_forbidden, "the server has a private or local address"};
    }
    endpoints.push_back(entry.endpoint());
  }
  co_return endpoints;
}

beast::request<beast::empty_body> make_request(const Url& url) {
  beast::request<beast::empty_body> request(beast::verb::get, url.target, 11);
  request.set(beast::field::host, url.authority());
  request.set(beast::field::user_agent, "Magnetar");
  request.set(beast::field::accept, "application/x-bittorrent, application/octet-stream;q=0.9, */*;q=0.5");
  request.set(beast::field::accept_encoding,
              "identity");  // a compressed body has no size that can be trusted
  request.set(beast::field::connection, "close");
  return request;
}

/// One request and its answer, the limits kept while it is read.
template <class Stream>
Task<Page> exchange(Stream& stream, const Url& url, std::size_t body_limit) {
  error_code error;
  const auto request = make_request(url);
  co_await beast::async_write(stream, request, asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return failed("sending the request", error);
  boost::beast::flat_buffer buffer;
  beast::response_parser<beast::string_body> parser;
  parser.header_limit(kHeaderLimit);
  parser.body_limit(body_limit);
  // The header by itself: read in one go with the body, Beast 1.74 forgets to compare Content-Length with the
  // limit.
  co_await beast::async_read_header(stream, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
  if (!error) {
    co_await beast::async_read(stream, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
  }
  if (error == beast::error::body_limit) co_return Error{ErrorCode::fetch_too_large, "the file is too large"};
  if (error) co_return failed("reading the answer", error);
  co_return parser.release();
}

bool is_address(const std::string& host) {
  error_code error;
  asio::ip::make_address(host, error);
  return !error;
}

/// The certificate must be valid for the host of the URL, by the authorities that this system trusts.
Task<Page> exchange_tls(tcp::socket socket, const Url& url, std::size_t body_limit) {
  ssl::context context(ssl::context::tls_client);
  error_code error;
  context.set_default_verify_paths(error);
  context.set_options(ssl::context::default_workarounds | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1);
  ssl::stream<tcp::socket> stream(std::move(socket), context);
  stream.set_verify_mode(ssl::verify_peer);
  stream.set_verify_callback(ssl::host_name_verification(url.host));
  // RFC 6066 3: the server's name is never an address.
  if (!is_address(url.host)) SSL_set_tlsext_host_name(stream.native_handle(), url.host.c_str());
  co_await stream.async_handshake(ssl::stream_base::client, asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return failed("the secure connection", error);
  co_return co_await exchange(stream, url, body_limit);
}

Task<Page> get(const Url& url, const FetchLimits& limits) {
  const auto endpoints = co_await resolve(url, limits);
  if (!endpoints) co_return endpoints.error();
  tcp::socket socket(co_await asio::this_coro::executor);
  error_code error;
  co_await asio::async_connect(socket, endpoints.value(), asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return failed("connecting", error);
  if (url.tls) co_return co_await exchange_tls(std::move(socket), url, limits.bytes);
  co_return co_await exchange(socket, url, limits.bytes);
}

bool is_redirect(unsigned status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

Result<std::string> file_of(Page page) {
  if (page.result_int() != 200) {
    return Error{ErrorCode::fetch_failed, "the server answered " + std::to_string(page.result_int())};
  }
  const auto coding = page[beast::field::content_encoding];
  if (!coding.empty() && !equals_ignoring_case({coding.data(), coding.size()}, "identity")) {
    return Error{ErrorCode::fetch_failed, "the server compressed the file, unasked"};
  }
  return std::move(page.body());
}

Task<std::string> fetch(Url url, FetchLimits limits) {
  for (int redirects = 0; redirects <= limits.redirects; ++redirects) {
    auto page = co_await get(url, limits);
    if (!page) co_return page.error();
    if (!is_redirect(page.value().result_int())) co_return file_of(std::move(page.value()));
    const auto location = page.value()[beast::field::location];
    auto next = resolve_url(url, {location.data(), location.size()});
    if (!next) co_return Error{ErrorCode::fetch_failed, "a redirect that leads to no web address"};
    url = std::move(next.value());
  }
  co_return Error{ErrorCode::fetch_failed, "too many redirects"};
}

/// co_spawn hands over only what has a default; a Result has none.
asio::awaitable<void> fetch_into(std::optional<Result<std::string>>& result, Url url, FetchLimits limits) {
  result = co_await fetch(std::move(url), limits);
}

/// Lets another thread stop a loop that may have gone already.
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

}  // namespace

base::Result<std::string> fetch_torrent(const std::string& url, const FetchLimits& limits,
                                        base::CancelToken& cancel) {
  BOOST_OUTCOME_TRY(parsed, parse_url(url));
  std::optional<Result<std::string>> result;
  asio::io_context loop(1);
  const auto stopper = std::make_shared<Stopper>(loop);
  const auto wake = cancel.on_cancel([stopper] { stopper->stop(); });
  asio::co_spawn(loop, fetch_into(result, std::move(parsed), limits),
                 [&result](const std::exception_ptr& bug) {
                   if (bug) result = Error{ErrorCode::internal, "fetching failed"};
                 });
  loop.run_for(limits.time);
  stopper->forget();
  if (cancel.cancelled()) return Error{ErrorCode::cancelled, "fetching was cancelled"};
  if (!result) return Error{ErrorCode::timed_out, "the server took too long"};
  return std::move(*result);
}

}  // namespace magnetar::http
