#pragma once
// http and https URLs that a stranger may have written (RFC 3986). Pure.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"

namespace magnetar::http {

struct Url {
  bool tls = false;
  std::string host;  ///< lower case; an IPv6 address without brackets
  std::uint16_t port = 80;
  std::string target;  ///< path and query, valid in a request line; the path has no dot segments

  bool operator==(const Url&) const = default;
  /// The value of the Host header.
  [[nodiscard]] std::string authority() const;
};

/// At most 16 KiB. Refuses other schemes, user information, invalid host characters and control characters;
/// encodes characters that a request line cannot hold. Errors: bad_source.
[[nodiscard]] base::Result<Url> parse_url(std::string_view text);

/// Resolves `reference`, the value of Location, against `base` (RFC 3986 5.2). Errors: bad_source.
[[nodiscard]] base::Result<Url> resolve_url(const Url& base, std::string_view reference);

/// Whether the host is an IP address, which SNI must not name (RFC 6066 3).
[[nodiscard]] bool is_ip_address(const std::string& host);

}  // namespace magnetar::http
