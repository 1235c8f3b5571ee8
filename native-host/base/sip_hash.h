#pragma once
// SipHash-2-4 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012): a hash whose values a
// stranger can neither predict nor make collide, since they do not know the key.

#include <cstdint>
#include <span>

namespace magnetar::base {

/// 128 bits, of which the first eight bytes are `first`, lowest byte first.
struct SipKey {
  std::uint64_t first = 0;
  std::uint64_t second = 0;
};

/// A key from the kernel's random bits.
[[nodiscard]] SipKey random_sip_key();

[[nodiscard]] std::uint64_t sip_hash(const SipKey& key, std::span<const std::uint8_t> bytes);

}  // namespace magnetar::base
