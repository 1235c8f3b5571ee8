#include "tracker/udp_tracker.h"

#include <gtest/gtest.h>

#include "unit/tracker/ids.h"

namespace magnetar::tracker {
namespace {

using namespace std::string_literals;

const std::string kConnect = "\x00\x00\x04\x17\x27\x10\x19\x80\x00\x00\x00\x00tran"s;

/// A tracker, and a client of it.
struct Client {
  World world;
  UdpTracker tracker{world.service, ConnectionIds(base::SipKey{3, 4}, world.clock)};
  PeerAddress from = at("192.0.2.1", 4000);

  std::string ask(const std::string& datagram) { return tracker.answer(datagram, from); }
  std::string connection() { return ask(kConnect).substr(8); }
};

/// The 98 bytes of an announce (BEP 15) behind the connection id.
std::string announce_datagram(char peer, const std::string& event = "\0\0\0\2"s,
                              const std::string& wanted = "\xff\xff\xff\xff",
                              const std::string& port = "\x1a\xe1",
                              const std::string& left = "\0\0\0\0\0\0\0\x64"s) {
  return "\0\0\0\1"s + "tran" + twenty('a') + twenty(peer) + std::string(8, '\0') + left +
         std::string(8, '\0') + event + "\xcb\x00\x71\x05"s + "key." + wanted + port;
}

TEST(UdpTracker, GivesAConnectionId) {
  Client client;
  const auto answer = client.ask(kConnect);
  EXPECT_EQ(answer.size(), 16U);
  EXPECT_EQ(answer.substr(0, 8), "\0\0\0\0tran"s);
}

TEST(UdpTracker, AnswersAnAnnounce) {
  Client client;
  const auto connection = client.connection();
  EXPECT_EQ(client.ask(connection + announce_datagram('1')), "\0\0\0\1tran\0\0\2\x58\0\0\0\1\0\0\0\0"s);
  client.from = at("192.0.2.2", 5000);
  EXPECT_EQ(client.ask(client.connection() + announce_datagram('2', "\0\0\0\1"s)),
            "\0\0\0\1tran\0\0\2\x58\0\0\0\1\0\0\0\1\xc0\0\2\1\x1a\xe1"s);
}

TEST(UdpTracker, AnswersAnIPv6AnnounceWithIPv6Addresses) {
  Client client;
  static_cast<void>(client.ask(client.connection() + announce_datagram('1')));
  client.from = at("2001:db8::1", 4000);
  static_cast<void>(client.ask(client.connection() + announce_datagram('2')));
  client.from = at("2001:db8::2", 4000);
  EXPECT_EQ(client.ask(client.connection() + announce_datagram('3')),
            "\0\0\0\1tran\0\0\2\x58\0\0\0\3\0\0\0\0\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1\x1a\xe1"s);
}

TEST(UdpTracker, AsksForAConnectionIdThatIsNotKnownAny) {
  Client client;
  const auto connection = client.connection();
  const std::string refused = "\0\0\0\3tranconnection ID unknown"s;
  EXPECT_EQ(client.ask(std::string(8, 'x') + announce_datagram('1')), refused);
  client.from = at("192.0.2.2", 4000);
  EXPECT_EQ(client.ask(connection + announce_datagram('1')), refused);
  client.from = at("192.0.2.1", 4001);
  client.world.clock.advance(std::chrono::seconds(240));
  EXPECT_EQ(client.ask(connection + announce_datagram('1')), refused);
  EXPECT_EQ(client.ask(connection + "\0\0\0\2tran"s + twenty('a')), refused);
  EXPECT_EQ(client.world.swarms.peers(), 0U);
}

TEST(UdpTracker, SendsNoMoreThanItGotToWhoHasNotShownTheirAddress) {
  Client client;
  const std::string unknown(8, 'x');
  for (const std::string& datagram :
       {kConnect, unknown + announce_datagram('1'), unknown + "\0\0\0\2tran"s + twenty('a'),
        unknown + "\0\0\0\2tran"s, unknown + "\0\0\0\1tran"s, unknown + "\0\0\0\7tran"s,
        unknown + "\0\0\0\0tran"s, std::string("short")})
    EXPECT_LE(client.ask(datagram).size(), datagram.size());
}

TEST(UdpTracker, SaysWhatIsWrongWithARequest) {
  Client client;
  const auto connection = client.connection();
  EXPECT_EQ(client.ask(connection + announce_datagram('1').substr(0, 80)), "\0\0\0\3tranannounce too short"s);
  EXPECT_EQ(client.ask(connection + announce_datagram('1', "\0\0\0\2"s, "\xff\xff\xff\xff", "\0\0"s)),
            "\0\0\0\3tranport is 0"s);
  EXPECT_EQ(client.ask(connection + "\0\0\0\2tran"s), "\0\0\0\3tranbad scrape"s);
  EXPECT_EQ(client.ask(connection + "\0\0\0\2tran"s + twenty('a') + "b"), "\0\0\0\3tranbad scrape"s);
  EXPECT_EQ(client.ask(connection + "\0\0\0\2tran"s + std::string(std::size_t{75} * 20, 'a')),
            "\0\0\0\3tranbad scrape"s);
  EXPECT_EQ(client.ask(connection + "\0\0\0\4tran"s), "");
}

TEST(UdpTracker, AnswersAScrapeInTheOrderOfItsQuestion) {
  Client client;
  const auto connection = client.connection();
  static_cast<void>(client.ask(connection + announce_datagram('1', "\0\0\0\1"s)));
  EXPECT_EQ(client.ask(connection + "\0\0\0\2tran"s + twenty('x') + twenty('a') + twenty('b')),
            "\0\0\0\2tran"s + std::string(12, '\0') + "\0\0\0\1\0\0\0\1\0\0\0\0"s + std::string(12, '\0'));
  EXPECT_EQ(client.ask(connection + "\0\0\0\2tran"s + std::string(std::size_t{74} * 20, 'a')).size(),
            8U + 74 * 12);
}

TEST(UdpTracker, ReadsTheTicketOfTheUrlWhichOptionsCarry) {
  Client client;
  const auto connection = client.connection();
  const std::string url = "/announce?ticket=stale";
  const std::string first = "\x02\x0a" + url.substr(0, 10);
  const std::string second = "\x02\x0c" + url.substr(10);
  const std::string refused = "\0\0\0\3tranThe ticket is stale."s;
  EXPECT_EQ(client.ask(connection + announce_datagram('1') + "\x01\x01" + first + "\x01\x09\x02xy" + second),
            refused);
  EXPECT_EQ(client.ask(connection + announce_datagram('1') + first + second + "\0garbage"s), refused);
  // Without its second part the URL has no ticket; a truncated option is ignored.
  EXPECT_EQ(client.ask(connection + announce_datagram('1') + first + "\0"s + second).substr(0, 4),
            "\0\0\0\1"s);
  EXPECT_EQ(client.ask(connection + announce_datagram('1') + first + second.substr(0, 9)).substr(0, 4),
            "\0\0\0\1"s);
  EXPECT_EQ(client.ask(connection + announce_datagram('1') + "\x02").substr(0, 4), "\0\0\0\1"s);
}

TEST(UdpTracker, GivesNoMorePeersThanADatagramCarries) {
  Client client;
  const auto connection = client.connection();
  for (int port = 1; port <= 400; ++port)
    static_cast<void>(
        client.ask(connection + announce_datagram('1', "\0\0\0\2"s, "\0\0\0\0"s,
                                                  {static_cast<char>(port >> 8), static_cast<char>(port)})));
  EXPECT_EQ(client.ask(connection + announce_datagram('2')).size(), 20U + 50 * 6);
  EXPECT_EQ(client.ask(connection + announce_datagram('2', "\0\0\0\2"s, "\0\0\3\xe8"s)).size(),
            20U + 200 * 6);
  EXPECT_EQ(client.ask(connection + announce_datagram('2', "\0\0\0\3"s)).size(), 20U);
}

TEST(UdpTracker, TakesAllBitsOfLeftForNotKnown) {
  Client client;
  static_cast<void>(client.ask(client.connection() + announce_datagram('1', "\0\0\0\2"s, "\0\0\0\0"s, "\0\1"s,
                                                                       std::string(8, '\xff'))));
  static_cast<void>(client.ask(
      client.connection() + announce_datagram('2', "\0\0\0\2"s, "\0\0\0\0"s, "\0\2"s, std::string(8, '\0'))));
  EXPECT_EQ(client.world.swarms.counts(hash_of('a')), (Counts{1, 1, 0}));
}

}  // namespace
}  // namespace magnetar::tracker
