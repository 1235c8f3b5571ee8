#pragma once
// Which network an address belongs to: whether what a stranger names may be asked is decided by it.

#include <boost/asio/ip/address.hpp>
#include <vector>

namespace magnetar::base {

/// How far packets to an address go.
enum class AddressScope {
  world,
  private_network,  ///< RFC 1918, RFC 4193, RFC 6598
  this_machine,     ///< loopback, and the unspecified address
  /// Link-local, multicast, reserved, and where clouds keep the secrets of their machines: no torrent's
  /// business.
  forbidden,
};

/// An IPv6 address that carries an IPv4 address (mapped, compatible, 6to4, NAT64) is judged by what it
/// carries.
[[nodiscard]] AddressScope scope_of(const boost::asio::ip::address& address);

/// Addresses of one scope, from the first to the last. Later ranges count more than earlier ones; what is in
/// none of them is the world.
struct AddressRange {
  boost::asio::ip::address first;
  boost::asio::ip::address last;
  AddressScope scope = AddressScope::world;
};
[[nodiscard]] const std::vector<AddressRange>& address_ranges();

}  // namespace magnetar::base
