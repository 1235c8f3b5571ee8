#pragma once
// The parts of a tracker's, web seed's or peer's address that decide whether it may be asked.

#include <boost/asio/ip/address.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace magnetar::engine {

/// An absolute URL taken apart; scheme and host in lower case, an IPv6 host without brackets.
struct WebAddress {
  std::string scheme;
  std::string host;
};

/// Reads a URL in printable ASCII. Nothing for user names, host names in other letters (a page encodes those
/// itself) and numbers that only some resolvers take for an address (127.1, 0x7f000001).
[[nodiscard]] std::optional<WebAddress> parse_web_address(std::string_view url);

/// Whether packets to this address stay on this machine.
[[nodiscard]] bool is_loopback(const boost::asio::ip::address& address);
/// The same for a host name or the text of an address.
[[nodiscard]] bool is_loopback_host(std::string_view host);

}  // namespace magnetar::engine
