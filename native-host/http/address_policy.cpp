#include "http/address_policy.h"

#include <algorithm>
#include <array>

#include "base/address_scope.h"

namespace magnetar::http {
namespace {

namespace ip = boost::asio::ip;
using V6Bytes = ip::address_v6::bytes_type;

struct V4Block {
  std::uint32_t prefix;
  unsigned length;
};

constexpr std::uint32_t v4(unsigned a, unsigned b, unsigned c, unsigned d) {
  return a << 24U | b << 16U | c << 8U | d;
}

constexpr std::array kSpecialV4{
    V4Block{v4(0, 0, 0, 0), 8},        // this network
    V4Block{v4(10, 0, 0, 0), 8},       // private
    V4Block{v4(100, 64, 0, 0), 10},    // carrier-grade NAT
    V4Block{v4(127, 0, 0, 0), 8},      // loopback
    V4Block{v4(169, 254, 0, 0), 16},   // link-local
    V4Block{v4(172, 16, 0, 0), 12},    // private
    V4Block{v4(192, 0, 0, 0), 24},     // protocol assignments
    V4Block{v4(192, 0, 2, 0), 24},     // documentation
    V4Block{v4(192, 88, 99, 0), 24},   // 6to4 relays
    V4Block{v4(192, 168, 0, 0), 16},   // private
    V4Block{v4(198, 18, 0, 0), 15},    // benchmarks
    V4Block{v4(198, 51, 100, 0), 24},  // documentation
    V4Block{v4(203, 0, 113, 0), 24},   // documentation
    V4Block{v4(224, 0, 0, 0), 4},      // multicast
    V4Block{v4(240, 0, 0, 0), 4},      // reserved, broadcast
};

struct V6Block {
  std::array<std::uint8_t, 4> prefix;
  unsigned length;  // at most 32
};

constexpr V6Block kGlobalUnicast{{0x20, 0, 0, 0}, 3};  // all other addresses are special
constexpr std::array kSpecialV6{
    V6Block{{0x20, 0x01, 0x00, 0x00}, 23},  // protocol assignments, Teredo
    V6Block{{0x20, 0x01, 0x0D, 0xB8}, 32},  // documentation
    V6Block{{0x3F, 0xFF, 0x00, 0x00}, 20},  // documentation
};

std::uint32_t to_number(const std::uint8_t* bytes) {
  return v4(bytes[0], bytes[1], bytes[2], bytes[3]);
}

bool same_prefix(std::uint32_t left, std::uint32_t right, unsigned length) {
  return (left ^ right) >> (32U - length) == 0;
}

bool is_public_v4(std::uint32_t address) {
  return std::ranges::none_of(kSpecialV4, [address](const V4Block& block) {
    return same_prefix(address, block.prefix, block.length);
  });
}

bool lies_in(const V6Bytes& address, const V6Block& block) {
  return same_prefix(to_number(address.data()), to_number(block.prefix.data()), block.length);
}

bool begins_with(const V6Bytes& address, const std::array<std::uint8_t, 12>& prefix) {
  return std::equal(prefix.begin(), prefix.end(), address.begin());
}

bool is_public_v6(const V6Bytes& address) {
  constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  constexpr std::array<std::uint8_t, 12> kNat64{0, 0x64, 0xFF, 0x9B};
  if (begins_with(address, kMapped) || begins_with(address, kNat64)) {
    return is_public_v4(to_number(&address[12]));
  }
  if (address[0] == 0x20 && address[1] == 0x02) return is_public_v4(to_number(&address[2]));  // 6to4
  if (!lies_in(address, kGlobalUnicast)) return false;
  return std::ranges::none_of(kSpecialV6,
                              [&address](const V6Block& block) { return lies_in(address, block); });
}

}  // namespace

bool is_public_address(const ip::address& address) {
  if (address.is_v4()) return is_public_v4(address.to_v4().to_uint());
  // A zone names an interface of this machine.
  return address.to_v6().scope_id() == 0 && is_public_v6(address.to_v6().to_bytes());
}

bool allows(const ServerPolicy& policy, const ip::address& address) {
  switch (base::scope_of(address)) {
    case base::AddressScope::world:
      return policy.private_addresses || is_public_address(address);
    case base::AddressScope::private_network:
      return policy.private_addresses;
    case base::AddressScope::this_machine:
      return policy.loopback;
    case base::AddressScope::forbidden:
      return false;
  }
  return false;
}

}  // namespace magnetar::http
