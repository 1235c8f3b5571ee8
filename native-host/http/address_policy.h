#pragma once
// Which addresses a stranger's URL may lead to: those of the public Internet (against SSRF), and others where
// the person allows them. Pure.

#include <boost/asio/ip/address.hpp>

namespace magnetar::http {

/// Not loopback, private, link-local, shared, multicast, reserved or for documentation, by IANA's registries
/// of special-purpose addresses (RFC 6890); an IPv6 address that carries an IPv4 address (mapped, 6to4,
/// NAT64) is judged by what it carries.
[[nodiscard]] bool is_public_address(const boost::asio::ip::address& address);

/// Where servers may be, beside the public Internet.
struct ServerPolicy {
  bool private_addresses = false;  ///< private addresses, and special ones of no network at all
  bool loopback = false;
};

/// Link-local, multicast and reserved addresses and those of clouds' metadata (base::AddressScope::forbidden)
/// never, whatever the policy says.
[[nodiscard]] bool allows(const ServerPolicy& policy, const boost::asio::ip::address& address);

}  // namespace magnetar::http
