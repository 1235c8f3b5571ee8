#pragma once
// An IPv4 packet of a TUN device: its destination, and the length of its TCP payload.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace magnetar::benchmark {

using Packet = std::vector<std::byte>;
using Address = std::array<std::uint8_t, 4>;

/// No value when it is no IPv4 packet.
std::optional<Address> destination(std::span<const std::byte> packet);

/// Number of bytes after the TCP header (RFC 9293); 0 for everything that is not TCP over IPv4.
std::int64_t tcp_payload(std::span<const std::byte> packet);

}  // namespace magnetar::benchmark
