#include "base/address_scope.h"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <cstdint>

namespace magnetar::base {
namespace {

namespace ip = boost::asio::ip;

/// A range of addresses as text.
struct TextRange {
  const char* first;
  const char* last;
  AddressScope scope;
};

constexpr std::array kV4Ranges{
    TextRange{"0.0.0.0", "0.255.255.255", AddressScope::this_machine},
    TextRange{"127.0.0.0", "127.255.255.255", AddressScope::this_machine},
    TextRange{"10.0.0.0", "10.255.255.255", AddressScope::private_network},
    TextRange{"100.64.0.0", "100.127.255.255", AddressScope::private_network},
    TextRange{"172.16.0.0", "172.31.255.255", AddressScope::private_network},
    TextRange{"192.168.0.0", "192.168.255.255", AddressScope::private_network},
    TextRange{"100.100.100.200", "100.100.100.200", AddressScope::forbidden},  // metadata of Alibaba Cloud
    TextRange{"168.63.129.16", "168.63.129.16", AddressScope::forbidden},      // metadata of Azure
    TextRange{"169.254.0.0", "169.254.255.255",
              AddressScope::forbidden},  // link-local, metadata of most clouds
    TextRange{"192.0.0.0", "192.0.0.255",
              AddressScope::forbidden},  // protocol assignments, metadata of Oracle Cloud
    TextRange{"224.0.0.0", "255.255.255.255", AddressScope::forbidden},  // multicast, reserved, broadcast
};

constexpr std::array kV6Ranges{
    TextRange{"::", "::1", AddressScope::this_machine},
    TextRange{"fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", AddressScope::private_network},
    TextRange{"fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", AddressScope::private_network},
    TextRange{"fd00:ec2::", "fd00:ec2:ffff:ffff:ffff:ffff:ffff:ffff",
              AddressScope::forbidden},  // metadata of Amazon's cloud
    TextRange{"fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", AddressScope::forbidden},  // link-local
    TextRange{"ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", AddressScope::forbidden},  // multicast
};

/// An IPv6 address that carries `v4` at this byte, with `bytes` before it.
ip::address carried(ip::address_v6::bytes_type bytes, std::size_t at, const char* v4) {
  const auto inner = ip::make_address_v4(v4).to_bytes();
  std::copy(inner.begin(), inner.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
  return ip::address_v6(bytes);
}

void add_carriers(std::vector<AddressRange>& ranges, const TextRange& range) {
  using Bytes = ip::address_v6::bytes_type;
  constexpr Bytes kCompatible{};
  constexpr Bytes kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  constexpr Bytes kNat64{0, 0x64, 0xff, 0x9b};
  for (const Bytes& prefix : {kCompatible, kMapped, kNat64})
    ranges.push_back({carried(prefix, 12, range.first), carried(prefix, 12, range.last), range.scope});
  Bytes last{0x20, 0x02};
  std::fill(last.begin() + 6, last.end(), std::uint8_t{0xff});
  ranges.push_back({carried(Bytes{0x20, 0x02}, 2, range.first), carried(last, 2, range.last), range.scope});
}

std::vector<AddressRange> make_ranges() {
  std::vector<AddressRange> ranges;
  for (const TextRange& range : kV4Ranges) {
    ranges.push_back({ip::make_address(range.first), ip::make_address(range.last), range.scope});
    add_carriers(ranges, range);
  }
  for (const TextRange& range : kV6Ranges)
    ranges.push_back({ip::make_address(range.first), ip::make_address(range.last), range.scope});
  return ranges;
}

}  // namespace

const std::vector<AddressRange>& address_ranges() {
  static const std::vector<AddressRange> ranges = make_ranges();
  return ranges;
}

AddressScope scope_of(const ip::address& address) {
  const auto& ranges = address_ranges();
  // A zone names an interface of this machine; the address is the same without it.
  const ip::address plain =
      address.is_v6() ? ip::address(ip::address_v6(address.to_v6().to_bytes())) : address;
  const auto found = std::find_if(ranges.rbegin(), ranges.rend(), [&plain](const AddressRange& range) {
    return range.first.is_v4() == plain.is_v4() && range.first <= plain && plain <= range.last;
  });
  return found == ranges.rend() ? AddressScope::world : found->scope;
}

}  // namespace magnetar::base
