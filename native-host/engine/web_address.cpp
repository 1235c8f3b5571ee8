#include "engine/web_address.h"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <charconv>

#include "engine/plain_text.h"

namespace magnetar::engine {
namespace {

namespace ip = boost::asio::ip;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_host_character(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '_';
}

bool is_port(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port > 0 && port <= 65535;
}

/// Whether the host is a name, or a dotted quad when its last label starts with a digit: other numbers hide
/// an address.
bool is_name_or_quad(std::string_view host) {
  if (host.empty() || host.size() > 253 || !std::all_of(host.begin(), host.end(), is_host_character))
    return false;
  if (host.back() == '.') host.remove_suffix(1);
  const auto dot = host.rfind('.');
  const std::string_view last = dot == std::string_view::npos ? host : host.substr(dot + 1);
  if (last.empty()) return false;
  if (!is_digit(last.front())) return true;
  boost::system::error_code error;
  ip::make_address_v4(std::string(host), error);
  return !error;
}

/// Reads the host out of "host", "host:port", "[v6]" or "[v6]:port".
std::optional<std::string> host_of(std::string_view authority) {
  std::string_view rest;
  std::string host;
  if (authority.starts_with('[')) {
    const auto close = authority.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    host = lower(authority.substr(1, close - 1));
    rest = authority.substr(close + 1);
    boost::system::error_code error;
    ip::make_address_v6(host, error);
    if (error) return std::nullopt;
  } else {
    const auto colon = authority.find(':');
    host = lower(authority.substr(0, colon));
    rest = colon == std::string_view::npos ? std::string_view{} : authority.substr(colon);
    if (!is_name_or_quad(host)) return std::nullopt;
  }
  if (!rest.empty() && (rest.front() != ':' || !is_port(rest.substr(1)))) return std::nullopt;
  return host;
}

}  // namespace

std::optional<WebAddress> parse_web_address(std::string_view url) {
  const auto separator = url.find("://");
  const bool printable =
      std::all_of(url.begin(), url.end(), [](unsigned char c) { return c > ' ' && c < 0x7f; });
  if (separator == std::string_view::npos || !printable) return std::nullopt;
  const std::string_view rest = url.substr(separator + 3);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#\\"));
  const auto host = host_of(authority);
  if (!host) return std::nullopt;
  return WebAddress{lower(url.substr(0, separator)), *host};
}

base::AddressScope scope_of_host(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  const std::string name = lower(host);
  if (name == "localhost" || name.ends_with(".localhost") || name == "localhost.localdomain")
    return base::AddressScope::this_machine;
  boost::system::error_code error;
  const ip::address address = ip::make_address(name, error);
  return error ? base::AddressScope::world : base::scope_of(address);
}

bool has_local_name(std::string_view url) {
  const auto address = parse_web_address(url);
  boost::system::error_code error;
  if (!address || (static_cast<void>(ip::make_address(address->host, error)), !error)) return false;
  std::string name = "." + lower(address->host);
  if (name.ends_with('.')) name.pop_back();
  constexpr std::array<std::string_view, 5> kLocal{".local", ".lan", ".home.arpa", ".internal",
                                                   ".localdomain"};
  return name.rfind('.') == 0 ||
         std::ranges::any_of(kLocal, [&](std::string_view ending) { return name.ends_with(ending); });
}

}  // namespace magnetar::engine
