#include "tracker/swarms.h"

#include <gtest/gtest.h>

#include <set>

#include "unit/tracker/ids.h"

namespace magnetar::tracker {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

Counts counts_after(World& world, const Announce& announce, const PeerAddress& address) {
  return world.swarms.announce(announce, address).value();
}

std::size_t others(World& world, char peer, const PeerAddress& address, Family family) {
  return world.swarms.peers(hash_of('a'), {address, peer_of(peer)}, 50, family).size();
}

void look_at_all(World& world) {
  for (std::size_t n = 0; n < Swarms::kParts; ++n) world.swarms.expire_part();
}

TEST(Swarms, CountsPeersFromTheirStartToTheirStop) {
  World world;
  const auto first = at("192.0.2.1", 6881);
  const auto second = at("192.0.2.2", 6881);
  EXPECT_EQ(counts_after(world, announce_of('a', '1'), first), (Counts{0, 1, 0}));
  EXPECT_EQ(counts_after(world, announce_of('a', '2', Event::started, 0), second), (Counts{1, 1, 0}));
  EXPECT_EQ(counts_after(world, announce_of('a', '1', Event::completed, 0), first), (Counts{2, 0, 1}));
  EXPECT_EQ(counts_after(world, announce_of('a', '1', Event::completed, 0), first), (Counts{2, 0, 1}));
  EXPECT_EQ(counts_after(world, announce_of('a', '2', Event::none, 5), second), (Counts{1, 1, 1}));
  EXPECT_EQ(counts_after(world, announce_of('a', '2', Event::stopped), second), (Counts{1, 0, 1}));
  EXPECT_EQ(counts_after(world, announce_of('a', '1', Event::stopped), first), (Counts{0, 0, 1}));
  EXPECT_EQ(world.swarms.peers(), 0U);
}

TEST(Swarms, KeepsAPeerCompleteThatDoesNotSayWhatIsLeft) {
  World world;
  const auto address = at("192.0.2.1", 6881);
  static_cast<void>(counts_after(world, announce_of('a', '1', Event::completed, 0), address));
  Announce update = announce_of('a', '1', Event::none);
  update.left = std::nullopt;
  EXPECT_EQ(counts_after(world, update, address), (Counts{1, 0, 1}));
}

TEST(Swarms, BeginsNoSwarmForAPeerThatStops) {
  World world;
  EXPECT_EQ(counts_after(world, announce_of('a', '1', Event::stopped), at("192.0.2.1", 1)), Counts{});
  EXPECT_EQ(world.swarms.size(), 0U);
}

TEST(Swarms, TellsNobodyOfThemselves) {
  World world;
  const auto v4 = at("192.0.2.1", 6881);
  const auto v6 = at("2001:db8::1", 6881);
  static_cast<void>(counts_after(world, announce_of('a', '1'), v4));
  static_cast<void>(counts_after(world, announce_of('a', '1'), v6));
  EXPECT_EQ(others(world, '1', v4, Family::both), 0U);
  EXPECT_EQ(others(world, '2', at("192.0.2.1", 7000), Family::both), 2U);
  EXPECT_EQ(others(world, '2', at("192.0.2.1", 7000), Family::v4), 1U);
  EXPECT_EQ(others(world, '2', at("192.0.2.1", 7000), Family::v6), 1U);
}

TEST(Swarms, TellsOfALonelyIPv6PeerAmongManyOthers) {
  World world;
  for (std::uint16_t port = 1; port <= 500; ++port)
    static_cast<void>(counts_after(world, announce_of('a', '1'), at("192.0.2.1", port)));
  static_cast<void>(counts_after(world, announce_of('a', '2'), at("2001:db8::2", 6881)));
  const auto peers = world.swarms.peers(hash_of('a'), {at("192.0.2.9", 1), peer_of('9')}, 50, Family::both);
  EXPECT_EQ(peers.size(), 50U);
  EXPECT_EQ(peers.front().address, at("2001:db8::2", 6881));
}

TEST(Swarms, DrawsOthersEachTime) {
  World world;
  for (std::uint16_t port = 1; port <= 500; ++port)
    static_cast<void>(counts_after(world, announce_of('a', '1'), at("192.0.2.1", port)));
  std::set<std::uint16_t> seen;
  for (int n = 0; n < 200; ++n)
    for (const auto& peer :
         world.swarms.peers(hash_of('a'), {at("192.0.2.9", 1), peer_of('9')}, 20, Family::v4))
      seen.insert(peer.address.port);
  EXPECT_GT(seen.size(), 450U);
}

TEST(Swarms, ForgetsPeersThatHaveNotAnnouncedForTwentyMinutes) {
  World world;
  static_cast<void>(counts_after(world, announce_of('a', '1', Event::started, 0), at("192.0.2.1", 1)));
  ASSERT_TRUE(world.swarms.announce(announce_of('a', '3'), SocketId(7)));
  world.clock.advance(minutes(19));
  static_cast<void>(counts_after(world, announce_of('a', '2'), at("192.0.2.2", 2)));
  world.clock.advance(minutes(1) + seconds(1));
  EXPECT_EQ(others(world, '9', at("192.0.2.9", 9), Family::v4), 1U);
  EXPECT_TRUE(world.swarms.web_peers(hash_of('a'), {peer_of('9'), SocketId(9)}, 5).empty());
  look_at_all(world);
  EXPECT_EQ(world.swarms.counts(hash_of('a')), (Counts{0, 1, 0}));
  EXPECT_EQ(world.swarms.peers(), 1U);
}

TEST(Swarms, KeepsTheNumberOfDownloadsForAWhileAfterTheLastPeer) {
  World world;
  const auto address = at("192.0.2.1", 1);
  static_cast<void>(counts_after(world, announce_of('a', '1', Event::completed, 0), address));
  static_cast<void>(counts_after(world, announce_of('a', '1', Event::stopped, 0), address));
  look_at_all(world);
  EXPECT_EQ(world.swarms.counts(hash_of('a')), (Counts{0, 0, 1}));
  world.clock.advance(minutes(20) + seconds(1));
  look_at_all(world);
  EXPECT_EQ(world.swarms.size(), 0U);
}

TEST(Swarms, RefusesInWordsWhatGoesBeyondItsLimits) {
  tests::FakeClock clock;
  Swarms swarms({.swarms = 2, .peers = 4, .peers_of_a_swarm = 3}, seconds(1200), {1, 2}, clock);
  for (std::uint16_t port = 1; port <= 3; ++port)
    ASSERT_TRUE(swarms.announce(announce_of('a', '1'), at("192.0.2.1", port)));
  const auto fourth = swarms.announce(announce_of('a', '1'), at("192.0.2.1", 4));
  EXPECT_EQ(fourth.error().code, base::ErrorCode::tracker_refused);
  EXPECT_EQ(fourth.error().message, "The tracker is full. Try again later.");
  ASSERT_TRUE(swarms.announce(announce_of('b', '1'), at("192.0.2.1", 1)));
  EXPECT_FALSE(swarms.announce(announce_of('b', '1'), at("192.0.2.1", 2)));
  EXPECT_FALSE(swarms.announce(announce_of('c', '1'), at("192.0.2.1", 1)));
  EXPECT_TRUE(swarms.announce(announce_of('a', '1', Event::none), at("192.0.2.1", 3)));
}

TEST(Swarms, KeepsASocketThatTakesAnothersPeerIdBesideIt) {
  World world;
  ASSERT_TRUE(world.swarms.announce(announce_of('a', '1'), SocketId(1)));
  ASSERT_TRUE(world.swarms.announce(announce_of('a', '1'), SocketId(2)));
  EXPECT_EQ(world.swarms.sockets_of(hash_of('a'), peer_of('1')).size(), 2U);
  world.swarms.leave(hash_of('a'), peer_of('1'), SocketId(2));
  EXPECT_EQ(world.swarms.sockets_of(hash_of('a'), peer_of('1')), std::vector{SocketId(1)});
}

}  // namespace
}  // namespace magnetar::tracker
