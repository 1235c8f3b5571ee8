#include "base/sip_hash.h"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

namespace magnetar::base {
namespace {

constexpr SipKey kPaperKey{0x0706050403020100, 0x0f0e0d0c0b0a0908};

std::uint64_t hash_of_first(std::size_t size) {
  std::vector<std::uint8_t> bytes(size);
  std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
  return sip_hash(kPaperKey, bytes);
}

// Test vectors: appendix A of the paper, and the first two of its authors' list.
TEST(SipHash, GivesTheValuesOfItsPaper) {
  EXPECT_EQ(hash_of_first(15), 0xa129ca6149be45e5U);
  EXPECT_EQ(hash_of_first(0), 0x726fdb47dd0e0e31U);
  EXPECT_EQ(hash_of_first(1), 0x74f839c593dc67fdU);
}

TEST(SipHash, HasAnotherValueForAnotherKey) {
  const std::vector<std::uint8_t> bytes{1, 2, 3};
  EXPECT_NE(sip_hash({1, 2}, bytes), sip_hash({1, 3}, bytes));
  EXPECT_NE(random_sip_key().first, random_sip_key().first);
}

}  // namespace
}  // namespace magnetar::base
