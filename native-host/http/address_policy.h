#pragma once
// Which addresses a stranger's URL may lead to: those of the public Internet (against SSRF). Pure.

#include <boost/asio/ip/address.hpp>

namespace magnetar::http {

/// Not loopback, private, link-local, shared, multicast, reserved or for documentation, by IANA's registries
/// of special-purpose addresses (RFC 6890); an IPv6 address that carries an IPv4 address (mapped, 6to4,
/// NAT64) is judged by what it carries.
[[nodiscard]] bool is_public_address(const boost::asio::ip::address& address);

}  // namespace magnetar::http
