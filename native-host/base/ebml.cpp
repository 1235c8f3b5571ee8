#include "base/ebml.h"

#include <bit>

namespace magnetar::base::ebml {
namespace {

constexpr std::size_t kMostId = 4;
constexpr std::size_t kMostNumber = 8;

/// The length of a variable-size integer: leading zero bits of its first byte, plus one (RFC 8794, 4).
std::optional<std::size_t> length_at(std::span<const std::byte> bytes, std::size_t at, std::size_t most) {
  if (at >= bytes.size()) return std::nullopt;
  const auto zeros = std::countl_zero(std::to_integer<std::uint8_t>(bytes[at]));
  const auto length = static_cast<std::size_t>(zeros) + 1;
  return length <= most && at + length <= bytes.size() ? std::optional(length) : std::nullopt;
}

std::uint64_t big_endian(std::span<const std::byte> bytes) {
  std::uint64_t value = 0;
  for (const auto byte : bytes) value = value << 8 | std::to_integer<std::uint64_t>(byte);
  return value;
}

}  // namespace

std::optional<Header> read_header(std::span<const std::byte> bytes) {
  const auto id = length_at(bytes, 0, kMostId);
  if (!id) return std::nullopt;
  const auto size = length_at(bytes, *id, kMostNumber);
  if (!size) return std::nullopt;
  const std::uint64_t all_ones = (std::uint64_t{1} << (7 * *size)) - 1;
  const auto value = big_endian(bytes.subspan(*id, *size)) & all_ones;
  return Header{big_endian(bytes.first(*id)), value, *id + *size, value != all_ones};
}

std::uint64_t unsigned_number(std::span<const std::byte> payload) {
  return payload.size() > kMostNumber ? 0 : big_endian(payload);
}

double floating_number(std::span<const std::byte> payload) {
  if (payload.size() == 4) return std::bit_cast<float>(static_cast<std::uint32_t>(big_endian(payload)));
  return payload.size() == 8 ? std::bit_cast<double>(big_endian(payload)) : 0;
}

}  // namespace magnetar::base::ebml
