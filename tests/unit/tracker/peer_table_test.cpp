#include "tracker/peer_table.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "tracker/peers.h"

namespace magnetar::tracker {
namespace {

constexpr base::SipKey kSecret{5, 6};
using Table = PeerTable<HostPeer<4>>;

HostPeer<4> peer(std::uint16_t port) {
  HostPeer<4> made;
  made.host = {10, 0, 0, 1};
  made.port = port;
  return made;
}

std::set<std::uint16_t> ports_of(const Table& table, std::uint64_t random) {
  std::set<std::uint16_t> ports;
  table.sample(random, [&](const HostPeer<4>& found) { return ports.insert(found.port).second; });
  return ports;
}

TEST(PeerTable, HoldsWhatAMapHoldsWhateverComesAndGoes) {
  std::mt19937 random(1);
  Table table;
  std::map<std::uint16_t, std::uint32_t> expected;
  for (int step = 0; step < 20'000; ++step) {
    const auto port = static_cast<std::uint16_t>(1 + random() % (step < 10'000 ? 2000 : 20));
    auto* const found = table.find(peer(port).key(), kSecret);
    ASSERT_EQ(found != nullptr, expected.contains(port));
    if (found != nullptr) {
      EXPECT_EQ(found->seen, expected[port]);
      table.erase(found, kSecret);
      expected.erase(port);
    } else {
      table.insert(peer(port), kSecret)->seen = expected[port] = static_cast<std::uint32_t>(step);
    }
    ASSERT_EQ(table.size(), expected.size());
  }
  for (const auto& [port, seen] : expected) ASSERT_NE(table.find(peer(port).key(), kSecret), nullptr);
}

TEST(PeerTable, DrawsEachPeerOnce) {
  Table table;
  for (std::uint16_t port = 1; port <= 100; ++port) table.insert(peer(port), kSecret);
  for (const std::uint64_t random : {std::uint64_t{0}, ~std::uint64_t{0}, std::uint64_t{0x123456789abcdef}})
    EXPECT_EQ(ports_of(table, random).size(), 100U);
}

TEST(PeerTable, StopsDrawingWhenItIsTold) {
  Table table;
  for (std::uint16_t port = 1; port <= 100; ++port) table.insert(peer(port), kSecret);
  int drawn = 0;
  table.sample(7, [&](const HostPeer<4>&) { return ++drawn < 3; });
  EXPECT_EQ(drawn, 3);
}

TEST(PeerTable, RemovesThoseOfACondition) {
  Table table;
  for (std::uint16_t port = 1; port <= 100; ++port) table.insert(peer(port), kSecret);
  table.erase_if([](const HostPeer<4>& found) { return found.port > 3; }, kSecret);
  EXPECT_EQ(ports_of(table, 9), (std::set<std::uint16_t>{1, 2, 3}));
  table.erase_if([](const HostPeer<4>&) { return true; }, kSecret);
  EXPECT_EQ(table.size(), 0U);
  EXPECT_EQ(table.find(peer(1).key(), kSecret), nullptr);
}

TEST(PeerTable, TakesLittleMemoryForAPeer) {
  EXPECT_EQ(sizeof(HostPeer<4>), 32U);
  EXPECT_EQ(sizeof(HostPeer<16>), 44U);
  EXPECT_EQ(sizeof(WebPeer), 40U);
  EXPECT_EQ(sizeof(Table), 16U);
}

}  // namespace
}  // namespace magnetar::tracker
