#include "benchmark/link/packet.h"

#include <algorithm>

namespace magnetar::benchmark {
namespace {

constexpr std::size_t kShortestHeader = 20;
constexpr unsigned kTcp = 6;

unsigned at(std::span<const std::byte> packet, std::size_t index) {
  return std::to_integer<unsigned>(packet[index]);
}

bool is_ipv4(std::span<const std::byte> packet) {
  return packet.size() >= kShortestHeader && at(packet, 0) >> 4 == 4;
}

}  // namespace

std::optional<Address> destination(std::span<const std::byte> packet) {
  if (!is_ipv4(packet)) return std::nullopt;
  Address address{};
  for (std::size_t i = 0; i < address.size(); ++i) address[i] = static_cast<std::uint8_t>(at(packet, 16 + i));
  return address;
}

std::int64_t tcp_payload(std::span<const std::byte> packet) {
  if (!is_ipv4(packet) || at(packet, 9) != kTcp) return 0;
  const std::size_t internet_header = (at(packet, 0) & 15U) * std::size_t{4};
  if (packet.size() < internet_header + kShortestHeader) return 0;
  const std::size_t tcp_header = (at(packet, internet_header + 12) >> 4) * std::size_t{4};
  const auto headers = static_cast<std::int64_t>(internet_header + tcp_header);
  return std::max<std::int64_t>(0, static_cast<std::int64_t>(packet.size()) - headers);
}

}  // namespace magnetar::benchmark
