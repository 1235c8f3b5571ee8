#pragma once
// Reads the parts of a tracker's or web seed's URL that decide whether it may be asked.

#include <optional>
#include <string>
#include <string_view>

#include "base/address_scope.h"

namespace magnetar::engine {

/// Scheme and host of an absolute URL, in lower case; an IPv6 host without brackets.
struct WebAddress {
  std::string scheme;
  std::string host;
};

/// Reads a URL in printable ASCII. Nothing for URLs with user names, host names in other letters (pages
/// encode those themselves) and numbers that only some resolvers take for an address (127.1, 0x7f000001).
[[nodiscard]] std::optional<WebAddress> parse_web_address(std::string_view url);

/// The scope of a host name or the text of an address; names other than localhost count as world.
[[nodiscard]] base::AddressScope scope_of_host(std::string_view host);

/// Whether the host of a URL is a name that only a local network knows: one without a dot, or below a domain
/// for such networks (RFC 6762, RFC 8375). The addresses of other names are known to a resolver only.
[[nodiscard]] bool has_local_name(std::string_view url);

}  // namespace magnetar::engine
