#include "engine/seed_wire.h"

#include <gtest/gtest.h>

namespace magnetar::engine {
namespace {

using namespace std::string_literals;

const std::string kHash(20, 'h');
const std::string kHandshake =
    "\x13"
    "BitTorrent protocol"s +
    std::string(8, '\0') + kHash + std::string(20, 'p');

std::string request_message(char id, char block) {
  return "\0\0\0\x0d"s + id + "\0\0\0\x05"s + "\0\0"s + block + "\0"s + "\0\0\x40\0"s;
}

TEST(SeedWire, SaysThatItHasEverythingAndServesIt) {
  const std::string hello = SeedWire::hello(kHash, std::string(20, 'i'));
  EXPECT_EQ(hello,
            "\x13"
            "BitTorrent protocol"s +
                "\0\0\0\0\0\0\0\x04"s + kHash + std::string(20, 'i') + "\0\0\0\x01\x0e"s + "\0\0\0\x01\x01"s);
}

TEST(SeedWire, HearsRequestsHoweverTheyAreCut) {
  SeedWire wire(kHash);
  const std::string bytes = kHandshake + "\0\0\0\0"s + "\0\0\0\x01\x02"s + request_message(6, '\0') +
                            request_message(6, '\x40') + request_message(8, '\x40');
  SeedWire::Heard all;
  for (const char byte : bytes) {
    auto heard = wire.feed({&byte, 1});
    ASSERT_TRUE(heard);
    for (const auto& block : heard.value().requests) all.requests.push_back(block);
    for (const auto& block : heard.value().cancels) all.cancels.push_back(block);
    all.handshake = all.handshake || heard.value().handshake;
  }
  EXPECT_TRUE(all.handshake);
  EXPECT_EQ(all.requests, (std::vector<BlockRequest>{{5, 0, 16384}, {5, 16384, 16384}}));
  EXPECT_EQ(all.cancels, (std::vector<BlockRequest>{{5, 16384, 16384}}));
}

TEST(SeedWire, RefusesAnotherTorrentsHandshakeAndMessagesWithoutEnd) {
  SeedWire other(std::string(20, 'x'));
  EXPECT_FALSE(other.feed(kHandshake));
  SeedWire wire(kHash);
  ASSERT_TRUE(wire.feed(kHandshake));
  EXPECT_FALSE(wire.feed("\x7f\xff\xff\xff\x06"s));
}

TEST(SeedWire, SkipsRequestsThatNoBlockHas) {
  SeedWire wire(kHash);
  ASSERT_TRUE(wire.feed(kHandshake));
  const auto heard = wire.feed("\0\0\0\x0d\x06\xff\xff\xff\xff\0\0\0\0\0\0\x40\0"s +
                               "\0\0\0\x0d\x06\0\0\0\0\0\0\0\0\0\1\0\0"s);
  ASSERT_TRUE(heard);
  EXPECT_TRUE(heard.value().requests.empty());
}

TEST(SeedWire, HasNoHashesOfVersionTwo) {
  SeedWire wire(kHash);
  ASSERT_TRUE(wire.feed(kHandshake));
  const std::string body(48, 'q');
  const auto heard = wire.feed("\0\0\0\x31\x15"s + body);
  ASSERT_TRUE(heard);
  EXPECT_EQ(heard.value().answer, "\0\0\0\x31\x17"s + body);
}

TEST(SeedWire, NamesTheBlockBeforeItsBytes) {
  EXPECT_EQ(SeedWire::piece_head({5, 16384, 16384}), "\0\0\x40\x09\x07\0\0\0\x05\0\0\x40\0"s);
  EXPECT_EQ(SeedWire::reject({5, 16384, 16384}), "\0\0\0\x0d\x10\0\0\0\x05\0\0\x40\0\0\0\x40\0"s);
}

}  // namespace
}  // namespace magnetar::engine
