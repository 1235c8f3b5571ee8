#include "bridge/handshake_filter.h"

#include <gtest/gtest.h>

namespace magnetar::bridge {
namespace {

using namespace std::string_literals;

const std::string kHandshake =
    "\x13"
    "BitTorrent protocol"s +
    std::string(8, '\0') + std::string(20, 'h') + std::string(20, 'p');

std::string length_of(const std::string& payload) {
  const auto size = payload.size();
  return {static_cast<char>(size >> 24U), static_cast<char>(size >> 16U), static_cast<char>(size >> 8U),
          static_cast<char>(size)};
}

std::string framed(const std::string& payload) {
  return length_of(payload) + payload;
}

std::string extended(const std::string& dictionary) {
  return framed("\x14\0"s + dictionary);
}

/// The output for a `stream` that comes in parts of this size; "refused" when it is refused.
std::string filtered(const std::string& stream, std::size_t part) {
  HandshakeFilter filter(std::string(20, 'h'));
  std::string out;
  for (std::size_t at = 0; at < stream.size(); at += part) {
    const auto passed = filter.take(std::string_view(stream).substr(at, part));
    if (!passed) return "refused";
    out += passed.value();
  }
  return out;
}

TEST(HandshakeFilter, TakesAddressesOutOfExtendedHandshakesHoweverTheyAreCut) {
  const std::string before =
      kHandshake +
      extended("d4:ipv44:abcd4:ipv616:abcdefghijklmnop1:md6:ut_pexi1ee1:pi6881e6:yourip4:abcde") +
      framed("\x05\xff"s) + extended("d1:pi1ee");
  const std::string after =
      kHandshake + extended("d1:md6:ut_pexi1eee") + framed("\x05\xff"s) + extended("de");
  for (const std::size_t part : {1U, 2U, 3U, 7U, 64U, 5000U})
    EXPECT_EQ(filtered(before, part), after) << part;
}

TEST(HandshakeFilter, RefusesTheHandshakeOfAnotherTorrent) {
  std::string other = kHandshake;
  other[47] = 'x';  // the last byte of the info-hash
  for (const std::size_t part : {1U, 30U, 68U}) EXPECT_EQ(filtered(other, part), "refused") << part;
}

TEST(HandshakeFilter, LeavesOutThePortOfADhtNode) {
  const std::string around = framed("\x01"s);
  for (const std::size_t part : {1U, 5U, 5000U})
    EXPECT_EQ(filtered(kHandshake + around + framed("\x09\x1a\xe1"s) + around, part),
              kHandshake + around + around);
}

TEST(HandshakeFilter, PassesAllElseAsItComes) {
  const std::string stream = kHandshake + framed({}) + framed("\x07"s + std::string(16'392, 'x')) +
                             framed(
                                 "\x14\x02"
                                 "d1:pi1ee"s) +
                             framed("\x14"s) + framed("\x09"s).substr(0, 0) + framed({});
  for (const std::size_t part : {1U, 13U, 100'000U}) EXPECT_EQ(filtered(stream, part), stream);
}

TEST(HandshakeFilter, KeepsNothingOfALongMessage) {
  HandshakeFilter filter(std::string(20, 'h'));
  ASSERT_TRUE(filter.take(kHandshake));
  EXPECT_EQ(filter.take("\x00\x10\x00\x00\x07"s + std::string(100, 'x')).value().size(), 105U);
  EXPECT_EQ(filter.take(std::string(1000, 'x')).value().size(), 1000U);
}

TEST(HandshakeFilter, RefusesWhatItCannotRead) {
  EXPECT_EQ(filtered("\x13"
                     "BitTorrent protocoX",
                     1),
            "refused");
  EXPECT_EQ(filtered(std::string(68, 'e'), 68), "refused");
  EXPECT_EQ(filtered(kHandshake + extended("d1:p"), 9), "refused");
  EXPECT_EQ(filtered(kHandshake + "\x7f\xff\xff\xff\x14\0d"s, 100), "refused");
}

}  // namespace
}  // namespace magnetar::bridge
