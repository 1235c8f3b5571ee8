#pragma once
// The parts of a tracker's or web seed's URL that decide whether it may be asked.

#include <optional>
#include <string>
#include <string_view>

#include "base/address_scope.h"

namespace magnetar::engine {

/// An absolute URL taken apart; scheme and host in lower case, an IPv6 host without brackets.
struct WebAddress {
  std::string scheme;
  std::string host;
};

/// Reads a URL in printable ASCII. Nothing for user names, host names in other letters (a page encodes those
/// itself) and numbers that only some resolvers take for an address (127.1, 0x7f000001).
[[nodiscard]] std::optional<WebAddress> parse_web_address(std::string_view url);

/// How far packets to a host name or the text of an address go; a name says nothing before it is looked up.
[[nodiscard]] base::AddressScope scope_of_host(std::string_view host);

}  // namespace magnetar::engine
