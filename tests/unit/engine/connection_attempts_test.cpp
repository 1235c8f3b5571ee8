#include "engine/connection_attempts.h"

#include <gtest/gtest.h>

#include <libtorrent/bencode.hpp>

#include "engine/search_schedule.h"
#include "engine/utp_probe.h"

namespace magnetar::engine {
namespace {

using namespace std::chrono_literals;

constexpr ConnectionMethod kTcpPlain{Transport::tcp, false};
constexpr ConnectionMethod kTcpEncrypted{Transport::tcp, true};
constexpr ConnectionMethod kUtpPlain{Transport::utp, false};
constexpr ConnectionMethod kUtpEncrypted{Transport::utp, true};

PeerEndpoint peer_at(int port) {
  return {boost::asio::ip::make_address("192.0.2.7"), static_cast<std::uint16_t>(port)};
}

class ConnectionAttemptsTest : public testing::Test {
 protected:
  const PeerEndpoint peer = peer_at(6881);
  const base::TimePoint start{1000s};
  std::shared_ptr<KnownPeers> known = std::make_shared<KnownPeers>();
  ConnectionAttempts attempts{known};
};

TEST_F(ConnectionAttemptsTest, AnUnknownPeerIsDialledByTcpInPlainText) {
  EXPECT_EQ(attempts.first(peer), kTcpPlain);
}

TEST_F(ConnectionAttemptsTest, APeerThatRefusesTcpIsDialledByUtpAtOnce) {
  attempts.started(peer, kTcpPlain, start);
  EXPECT_EQ(attempts.ended(peer), kUtpPlain);
  attempts.started(peer, kUtpPlain, start + 10ms);
  EXPECT_EQ(attempts.ended(peer), std::nullopt);
}

TEST_F(ConnectionAttemptsTest, APeerThatTakesTheConnectionAndNotTheHandshakeIsDialledEncrypted) {
  attempts.started(peer, kTcpPlain, start);
  attempts.connected(peer, start + 40ms);
  EXPECT_EQ(attempts.ended(peer), kTcpEncrypted);
  attempts.started(peer, kTcpEncrypted, start + 80ms);
  attempts.connected(peer, start + 120ms);
  EXPECT_EQ(attempts.ended(peer), kUtpPlain) << "a peer may listen on TCP and refuse what comes over it";
  attempts.started(peer, kUtpPlain, start + 160ms);
  EXPECT_EQ(attempts.ended(peer), std::nullopt);
}

TEST_F(ConnectionAttemptsTest, AUtpPeerThatWantsEncryptionIsReachedByTheThirdMethod) {
  attempts.started(peer, kTcpPlain, start);
  EXPECT_EQ(attempts.ended(peer), kUtpPlain);
  attempts.started(peer, kUtpPlain, start);
  attempts.connected(peer, start + 40ms);
  EXPECT_EQ(attempts.ended(peer), kUtpEncrypted);
}

TEST_F(ConnectionAttemptsTest, ATcpAttemptWithoutAnAnswerIsAccompaniedByOneUtpProbe) {
  attempts.started(peer, kTcpPlain, start);
  EXPECT_TRUE(attempts.overdue(start + 149ms).probe.empty());
  EXPECT_EQ(attempts.overdue(start + 150ms).probe, std::vector{peer});
  EXPECT_TRUE(attempts.overdue(start + 200ms).probe.empty());
  EXPECT_TRUE(attempts.probe_answered(peer)) << "the attempt over TCP gives way";
  EXPECT_EQ(attempts.ended(peer), kUtpPlain);
}

TEST_F(ConnectionAttemptsTest, AProbeThatIsAnsweredAfterTcpWasTakenChangesNothing) {
  attempts.started(peer, kTcpPlain, start);
  EXPECT_EQ(attempts.overdue(start + 150ms).probe.size(), 1U);
  attempts.connected(peer, start + 160ms);
  EXPECT_FALSE(attempts.probe_answered(peer));
}

TEST_F(ConnectionAttemptsTest, WithoutUtpThereIsNoProbeAndNoAttemptOverIt) {
  attempts.allow_utp(false);
  known->answered(peer, kUtpPlain);
  EXPECT_EQ(attempts.first(peer), kTcpPlain);
  attempts.started(peer, kTcpPlain, start);
  EXPECT_TRUE(attempts.overdue(start + 1s).probe.empty());
  EXPECT_EQ(attempts.ended(peer), std::nullopt);
}

TEST_F(ConnectionAttemptsTest, APeerThatSaysNothingAfterItTookTheConnectionIsAbandonedForEncryption) {
  attempts.started(peer, kTcpPlain, start);
  attempts.connected(peer, start + 50ms);
  EXPECT_TRUE(attempts.overdue(start + 1040ms).abandon.empty());
  EXPECT_EQ(attempts.overdue(start + 1050ms).abandon, std::vector{peer});
}

TEST_F(ConnectionAttemptsTest, ASlowPeerHasFourTimesItsConnectTimeForItsHandshake) {
  attempts.started(peer, kTcpPlain, start);
  attempts.connected(peer, start + 800ms);
  EXPECT_TRUE(attempts.overdue(start + 800ms + 3100ms).abandon.empty());
  EXPECT_EQ(attempts.overdue(start + 800ms + 3200ms).abandon, std::vector{peer});
}

TEST_F(ConnectionAttemptsTest, WhatReachedThePeerIsTriedFirstTheNextTime) {
  attempts.started(peer, kUtpEncrypted, start);
  attempts.connected(peer, start + 50ms);
  EXPECT_TRUE(attempts.handshaken(peer, kUtpEncrypted)) << "news to keep";
  EXPECT_FALSE(attempts.handshaken(peer, kUtpEncrypted)) << "known already";
  EXPECT_EQ(attempts.ended(peer), std::nullopt) << "a connection that ended is no failed attempt";
  EXPECT_EQ(attempts.first(peer), kUtpEncrypted);
}

TEST_F(ConnectionAttemptsTest, AKnownUtpPeerThatChangedIsReachedByTcpAfterASecond) {
  attempts.started(peer, kUtpPlain, start);
  EXPECT_TRUE(attempts.overdue(start + 999ms).abandon.empty());
  EXPECT_EQ(attempts.overdue(start + 1s).abandon, std::vector{peer});
  EXPECT_EQ(attempts.ended(peer), kTcpPlain);
}

TEST_F(ConnectionAttemptsTest, OnlyAttemptsUnderWayAreWatched) {
  EXPECT_FALSE(attempts.pending());
  attempts.started(peer, kTcpPlain, start);
  EXPECT_TRUE(attempts.pending());
  attempts.handshaken(peer, kTcpPlain);
  EXPECT_FALSE(attempts.pending());
}

TEST(KnownPeers, AreKeptWithTheResumeDataInTheirOrder) {
  KnownPeers kept;
  kept.answered(peer_at(1), kTcpPlain);
  kept.answered({boost::asio::ip::make_address("2001:db8::1"), 2}, kUtpEncrypted);
  libtorrent::entry resume_data;
  resume_data["magnetar known peers"] = kept.to_entry();
  std::string bytes;
  libtorrent::bencode(std::back_inserter(bytes), resume_data);

  KnownPeers restored;
  restored.read(bytes, "magnetar known peers");

  EXPECT_EQ(restored.all(), kept.all());
  EXPECT_EQ(restored.method_of({boost::asio::ip::make_address("2001:db8::1"), 2}), kUtpEncrypted);
}

TEST(KnownPeers, TakeNothingFromDataThatHoldsNoPeers) {
  for (const std::string text : {"", "x", "d4:peer", "d20:magnetar known peersi1ee",
                                 "d20:magnetar known peersli1ed2:ip3:abc4:porti1eeee",
                                 "d20:magnetar known peersld2:ip9:192.0.2.14:porti70000eeee",
                                 "d20:magnetar known peersld2:ip9:192.0.2.1eee"}) {
    KnownPeers restored;
    restored.read(text, "magnetar known peers");
    EXPECT_TRUE(restored.all().empty()) << text;
  }
}

TEST(KnownPeers, TheOneThatAnsweredLongestAgoMakesRoom) {
  KnownPeers known;
  for (int port = 1; port <= 101; ++port) known.answered(peer_at(port), kTcpPlain);
  EXPECT_EQ(known.all().size(), 100U);
  EXPECT_EQ(known.method_of(peer_at(1)), std::nullopt);
  EXPECT_EQ(known.all().front(), peer_at(101));
}

TEST(SearchSchedule, RoundsComeAtOnceThenEachFourSecondsAndAfterTwoMinutesEachTen) {
  SearchSchedule schedule;
  const base::TimePoint start{100s};
  schedule.restart(start);
  std::vector<std::int64_t> rounds;
  for (auto second = 0s; second <= 160s; second += 1s) {
    if (schedule.due(start + second)) rounds.push_back(second.count());
  }
  ASSERT_GT(rounds.size(), 6U);
  EXPECT_EQ(std::vector(rounds.begin(), rounds.begin() + 6), (std::vector<std::int64_t>{0, 1, 3, 6, 10, 14}));
  EXPECT_EQ(rounds.back() - rounds[rounds.size() - 2], 10);
}

TEST(UtpPacket, ASynAndItsAnswerAreThoseOfBep29) {
  const auto syn = UtpPacket::syn(0x1234);
  EXPECT_EQ(syn[0], 0x41) << "ST_SYN, version 1";
  EXPECT_EQ(syn[2], 0x12);
  EXPECT_EQ(syn[3], 0x34);
  auto state = syn;
  state[0] = 0x21;  // ST_STATE, version 1
  EXPECT_EQ(UtpPacket::acknowledged(state), 0x1234);
  EXPECT_EQ(UtpPacket::acknowledged(syn), std::nullopt);
  EXPECT_EQ(UtpPacket::acknowledged(std::span(state).first(19)), std::nullopt);
  EXPECT_EQ(UtpPacket::reset(0x1235)[0], 0x31) << "ST_RESET, version 1";
}

TEST(UtpPacket, AProbeIsAnsweredByARealSocketOnlyFromTheAddressThatWasAsked) {
  boost::asio::io_context context;
  using boost::asio::ip::udp;
  udp::socket peer(context, udp::endpoint(boost::asio::ip::make_address("127.0.0.1"), 0));
  udp::socket stranger(context, udp::endpoint(boost::asio::ip::make_address("127.0.0.1"), 0));
  std::vector<PeerEndpoint> answered;
  const auto probe =
      std::make_shared<UtpProbe>(context, [&](const PeerEndpoint& p) { answered.push_back(p); });
  const PeerEndpoint asked(peer.local_endpoint().address(), peer.local_endpoint().port());

  probe->ask(asked);
  std::array<unsigned char, 64> packet{};
  udp::endpoint from;
  const std::size_t size = peer.receive_from(boost::asio::buffer(packet), from);
  packet[0] = 0x21;
  stranger.send_to(boost::asio::buffer(packet, size), from);
  context.run_for(50ms);
  EXPECT_TRUE(answered.empty());
  peer.send_to(boost::asio::buffer(packet, size), from);
  context.restart();
  context.run_for(5s);

  EXPECT_EQ(answered, std::vector{asked});
  peer.receive_from(boost::asio::buffer(packet), from);
  EXPECT_EQ(packet[0], 0x31) << "the connection that the peer opened is closed";
}

}  // namespace
}  // namespace magnetar::engine
