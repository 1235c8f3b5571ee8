#include "base/sip_hash.h"

#include <bit>
#include <string>

#include "base/random.h"

namespace magnetar::base {
namespace {

class SipState {
 public:
  explicit SipState(const SipKey& key)
      : v0_(key.first ^ 0x736f6d6570736575U),
        v1_(key.second ^ 0x646f72616e646f6dU),
        v2_(key.first ^ 0x6c7967656e657261U),
        v3_(key.second ^ 0x7465646279746573U) {}

  void take(std::uint64_t word) {
    v3_ ^= word;
    round();
    round();
    v0_ ^= word;
  }

  std::uint64_t finish() {
    v2_ ^= 0xffU;
    for (int n = 0; n < 4; ++n) round();
    return v0_ ^ v1_ ^ v2_ ^ v3_;
  }

 private:
  void round() {
    v0_ += v1_;
    v1_ = std::rotl(v1_, 13) ^ v0_;
    v0_ = std::rotl(v0_, 32);
    v2_ += v3_;
    v3_ = std::rotl(v3_, 16) ^ v2_;
    v0_ += v3_;
    v3_ = std::rotl(v3_, 21) ^ v0_;
    v2_ += v1_;
    v1_ = std::rotl(v1_, 17) ^ v2_;
    v2_ = std::rotl(v2_, 32);
  }

  std::uint64_t v0_;
  std::uint64_t v1_;
  std::uint64_t v2_;
  std::uint64_t v3_;
};

/// At most eight bytes as a number, the lowest first.
std::uint64_t word_of(std::span<const std::uint8_t> bytes) {
  std::uint64_t word = 0;
  for (std::size_t n = 0; n < bytes.size(); ++n) word |= static_cast<std::uint64_t>(bytes[n]) << (8 * n);
  return word;
}

}  // namespace

SipKey random_sip_key() {
  const std::string hex = base::random_hex(16);
  return {std::stoull(hex.substr(0, 16), nullptr, 16), std::stoull(hex.substr(16), nullptr, 16)};
}

std::uint64_t sip_hash(const SipKey& key, std::span<const std::uint8_t> bytes) {
  SipState state(key);
  const std::uint64_t length = static_cast<std::uint64_t>(bytes.size()) << 56U;
  for (; bytes.size() >= 8; bytes = bytes.subspan(8)) state.take(word_of(bytes.first(8)));
  state.take(word_of(bytes) | length);
  return state.finish();
}

}  // namespace magnetar::base
