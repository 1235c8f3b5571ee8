#pragma once
// An IPv4 packet as a TUN device gives it: where it goes, and how much of it is the TCP stream's own bytes.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace magnetar::benchmark {

using Packet = std::vector<std::byte>;
using Address = std::array<std::uint8_t, 4>;

/// Nothing when it is no IPv4 packet.
std::optional<Address> destination(std::span<const std::byte> packet);

/// Bytes after the TCP header (RFC 9293); 0 for everything that is not TCP over IPv4.
std::int64_t tcp_payload(std::span<const std::byte> packet);

}  // namespace magnetar::benchmark
