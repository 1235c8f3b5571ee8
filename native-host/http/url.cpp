#include "http/url.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <charconv>
#include <optional>

#include "base/limits.h"
#include "base/text.h"
#include "http/percent_coding.h"
#include "http/request_head.h"

namespace magnetar::http {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::size_t kLengthLimit = base::kLongestSource;
constexpr std::size_t kHostLimit = 253;  // RFC 1035 3.1, as text

Error refuse(const char* why) {
  return {ErrorCode::bad_source, why};
}

bool has_control_characters(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; });
}

/// Removes "http://" or "https://" and returns whether it was https.
std::optional<bool> take_scheme(std::string_view& text) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!equals_ignoring_case(text.substr(0, scheme.size()), scheme)) continue;
    text.remove_prefix(scheme.size());
    return scheme.size() == std::string_view("https://").size();
  }
  return std::nullopt;
}

bool is_host_name(std::string_view host) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  };
  return !host.empty() && host.size() <= kHostLimit && std::ranges::all_of(host, fits);
}

bool is_ipv6(const std::string& host) {
  boost::system::error_code error;
  boost::asio::ip::make_address_v6(host, error);
  return !error && host.find('%') == std::string::npos;  // a zone names a local interface
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

/// Fills host and port from "host", "host:port", "[v6]" or "[v6]:port".
base::Result<void> read_authority(std::string_view text, Url& url) {
  if (text.find('@') != std::string_view::npos) return refuse("the URL holds user information");
  const bool bracketed = text.starts_with('[');
  const auto host_end = bracketed ? text.find(']') : std::min(text.find(':'), text.size());
  if (host_end == std::string_view::npos) return refuse("the URL's host is malformed");
  url.host = base::lower(text.substr(bracketed ? 1 : 0, host_end - (bracketed ? 1 : 0)));
  if (bracketed ? !is_ipv6(url.host) : !is_host_name(url.host)) return refuse("the URL's host is malformed");
  auto rest = text.substr(host_end + (bracketed ? 1 : 0));
  if (rest.empty() || rest == ":") return base::success();
  const auto port = rest.front() == ':' ? parse_port(rest.substr(1)) : std::nullopt;
  if (!port) return refuse("the URL's port is malformed");
  url.port = *port;
  return base::success();
}

/// `path` begins with "/". RFC 3986 5.2.4: "." stands for the folder itself, ".." for the one above.
std::string remove_dot_segments(std::string_view path) {
  std::string kept;
  while (!path.empty()) {
    const auto end = std::min(path.find('/', 1), path.size());
    const auto segment = path.substr(1, end - 1);
    const bool dots = segment == "." || segment == "..";
    if (segment == "..") kept.erase(std::min(kept.rfind('/'), kept.size()));
    if (!dots) kept += path.substr(0, end);
    path.remove_prefix(end);
    if (dots && path.empty()) kept += '/';
  }
  return kept;
}

/// Path and query without fragment, beginning with "/".
std::string request_target(std::string_view text) {
  text = text.substr(0, text.find('#'));
  auto target = percent_encode(text, "-._~:/?[]@!$&'()*+,;=%|");
  if (!target.starts_with('/')) target.insert(0, 1, '/');
  const auto path_end = std::min(target.find('?'), target.size());
  return remove_dot_segments(std::string_view(target).substr(0, path_end)) + target.substr(path_end);
}

bool has_scheme(std::string_view reference) {
  const auto colon = reference.find(':');
  return colon != std::string_view::npos && colon < reference.find_first_of("/?#");
}

}  // namespace

std::string Url::authority() const {
  auto text = host.find(':') == std::string::npos ? host : '[' + host + ']';
  if (port != (tls ? 443 : 80)) text += ':' + std::to_string(port);
  return text;
}

base::Result<Url> parse_url(std::string_view text) {
  if (text.size() > kLengthLimit || has_control_characters(text)) return refuse("the URL is malformed");
  const auto tls = take_scheme(text);
  if (!tls) return refuse("the URL is neither http nor https");
  Url url;
  url.tls = *tls;
  url.port = *tls ? 443 : 80;
  const auto authority_end = std::min(text.find_first_of("/?#\\"), text.size());
  BOOST_OUTCOME_TRYV(read_authority(text.substr(0, authority_end), url));
  url.target = request_target(text.substr(authority_end));
  return url;
}

base::Result<Url> resolve_url(const Url& base, std::string_view reference) {
  if (reference.size() > kLengthLimit || has_control_characters(reference))
    return refuse("the URL is malformed");
  if (has_scheme(reference)) return parse_url(reference);
  if (reference.starts_with("//")) return parse_url((base.tls ? "https:" : "http:") + std::string(reference));
  Url url = base;
  const auto path = base.target.substr(0, base.target.find('?'));
  if (reference.empty() || reference.starts_with('#')) return url;
  if (reference.starts_with('/')) {
    url.target = request_target(reference);
  } else if (reference.starts_with('?')) {
    url.target = request_target(path + std::string(reference));
  } else {
    url.target = request_target(path.substr(0, path.rfind('/') + 1) + std::string(reference));
  }
  return url;
}

bool is_ip_address(const std::string& host) {
  boost::system::error_code error;
  boost::asio::ip::make_address(host, error);
  return !error;
}

}  // namespace magnetar::http
