#pragma once
// The addresses that a stranger's URL may lead to: those of the public Internet (against SSRF), and others
// when the person allows them. Pure.

#include <boost/asio/ip/address.hpp>

namespace magnetar::http {

/// Whether an address is none of loopback, private, link-local, shared, multicast, reserved or documentation,
/// by IANA's registries of special-purpose addresses (RFC 6890). An IPv6 address that carries an IPv4 address
/// (mapped, 6to4, NAT64) is judged by that one.
[[nodiscard]] bool is_public_address(const boost::asio::ip::address& address);

/// Addresses that are allowed besides those of the public Internet.
struct ServerPolicy {
  bool private_addresses = false;  ///< private addresses, and special ones of no network at all
  bool loopback = false;
};

/// Whether the policy allows the address. Link-local, multicast and reserved addresses and metadata services
/// of clouds (base::AddressScope::forbidden) are never allowed.
[[nodiscard]] bool allows(const ServerPolicy& policy, const boost::asio::ip::address& address);

}  // namespace magnetar::http
