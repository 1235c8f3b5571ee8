#pragma once
// The network of a client, for limits by address.

#include <boost/asio/ip/address.hpp>

namespace magnetar::base {

/// The part of the Internet that one client has: its IPv4 address, or the first 64 bits of its IPv6 address,
/// since a household is given at least those (RFC 6177). An IPv4 address in IPv6 (mapped) is the IPv4
/// address.
[[nodiscard]] boost::asio::ip::address client_network(const boost::asio::ip::address& address);

}  // namespace magnetar::base
