#pragma once
// The network that an address belongs to. It decides whether an address from a stranger may be contacted.

#include <boost/asio/ip/address.hpp>
#include <vector>

namespace magnetar::base {

/// The networks from which an address can be reached.
enum class AddressScope {
  world,
  private_network,  ///< RFC 1918, RFC 4193, RFC 6598
  this_machine,     ///< loopback, and the unspecified address
  /// Link-local, multicast and reserved addresses, and the metadata services of clouds, which hold secrets of
  /// their machines. A torrent has no reason to contact them.
  forbidden,
};

/// An IPv6 address that carries an IPv4 address (mapped, compatible, 6to4, NAT64) has the scope of that one.
[[nodiscard]] AddressScope scope_of(const boost::asio::ip::address& address);

/// Addresses of one scope, from the first to the last. Later ranges override earlier ones; all other
/// addresses are `world`.
struct AddressRange {
  boost::asio::ip::address first;
  boost::asio::ip::address last;
  AddressScope scope = AddressScope::world;
};
[[nodiscard]] const std::vector<AddressRange>& address_ranges();

}  // namespace magnetar::base
