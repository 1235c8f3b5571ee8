#include "tracker/http_tracker.h"

#include <gtest/gtest.h>

#include "unit/tracker/ids.h"

namespace magnetar::tracker {
namespace {

using namespace std::string_literals;

boost::asio::ip::address host(const char* text) {
  return boost::asio::ip::make_address(text);
}

std::string ask(World& world, const std::string& target, const char* from = "192.0.2.1") {
  return HttpTracker(world.service).answer(target, host(from)).value_or("none");
}

std::string announce_url(char peer, int port, const std::string& more = "") {
  return "/announce?info_hash=" + twenty('a') + "&peer_id=" + twenty(peer) + "&port=" + std::to_string(port) +
         "&uploaded=0&downloaded=0&left=100" + more;
}

TEST(HttpTracker, AnswersAnAnnounceCompactly) {
  World world;
  EXPECT_EQ(ask(world, announce_url('1', 6881)),
            "d8:completei0e11:external ip4:\xc0\x00\x02\x01"s
            "10:incompletei1e8:intervali600e12:min intervali60e5:peers0:e"s);
  static_cast<void>(ask(world, announce_url('2', 6882), "2001:db8::2"));
  EXPECT_EQ(ask(world, announce_url('3', 6883), "192.0.2.3"),
            "d8:completei0e11:external ip4:\xc0\x00\x02\x03"s
            "10:incompletei3e8:intervali600e12:min intervali60e"
            "5:peers6:\xc0\x00\x02\x01\x1a\xe1"s
            "6:peers618:\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x02\x1a\xe2"s
            "e");
}

TEST(HttpTracker, AnswersAsAListOfDictionariesWhenItIsAsked) {
  World world;
  static_cast<void>(ask(world, announce_url('2', 6882), "2001:db8::2"));
  EXPECT_EQ(ask(world, announce_url('3', 6883, "&compact=0")),
            "d8:completei0e11:external ip4:\xc0\x00\x02\x01"s
            "10:incompletei2e8:intervali600e12:min intervali60e"
            "5:peersld2:ip11:2001:db8::27:peer id20:22222222222222222222"
            "4:porti6882eeee");
  EXPECT_NE(ask(world, announce_url('3', 6883, "&compact=0&no_peer_id=1"))
                .find("5:peersld2:ip11:2001:db8::24:porti6882eee"),
            std::string::npos);
}

TEST(HttpTracker, TellsAnIPv6ClientItsAddress) {
  World world;
  EXPECT_NE(ask(world, announce_url('1', 1), "2001:db8::2")
                .find("11:external ip16:\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x02"s),
            std::string::npos);
}

TEST(HttpTracker, BelievesNoAddressThatARequestNames) {
  World world;
  static_cast<void>(ask(world, announce_url('1', 6881, "&ip=203.0.113.5&ipv4=203.0.113.5&ipv6=2001:db8::5")));
  const auto peers = world.swarms.peers(hash_of('a'), {at("192.0.2.9", 9), peer_of('9')}, 50, Family::both);
  ASSERT_EQ(peers.size(), 1U);
  EXPECT_EQ(peers[0].address, at("192.0.2.1", 6881));
}

TEST(HttpTracker, GivesAsManyPeersAsAreWanted) {
  World world;
  for (int port = 1; port <= 300; ++port) static_cast<void>(ask(world, announce_url('1', port), "192.0.2.7"));
  EXPECT_NE(ask(world, announce_url('2', 1)).find("5:peers300:"), std::string::npos);
  EXPECT_NE(ask(world, announce_url('2', 1, "&numwant=3")).find("5:peers18:"), std::string::npos);
  EXPECT_NE(ask(world, announce_url('2', 1, "&numwant=0")).find("5:peers0:"), std::string::npos);
  EXPECT_NE(ask(world, announce_url('2', 1, "&numwant=-1")).find("5:peers300:"), std::string::npos);
  EXPECT_NE(ask(world, announce_url('2', 1, "&numwant=5000")).find("5:peers1200:"), std::string::npos);
  EXPECT_NE(ask(world, announce_url('2', 1, "&event=stopped")).find("5:peers0:"), std::string::npos);
}

TEST(HttpTracker, RefusesInWords) {
  World world;
  const std::string ids = "info_hash=" + twenty('a') + "&peer_id=" + twenty('1');
  const std::vector<std::pair<std::string, std::string>> cases{
      {"/announce", "info_hash has to be 20 bytes, percent-encoded."},
      {"/announce?info_hash=short&peer_id=" + twenty('1') + "&port=1",
       "info_hash has to be 20 bytes, percent-encoded."},
      {"/announce?info_hash=" + twenty('a') + "b&peer_id=" + twenty('1') + "&port=1",
       "info_hash has to be 20 bytes, percent-encoded."},
      {"/announce?info_hash=" + twenty('a') + "&port=1", "peer_id has to be 20 bytes, percent-encoded."},
      {"/announce?" + ids, "port has to be a number from 1 to 65535."},
      {"/announce?" + ids + "&port=0", "port has to be a number from 1 to 65535."},
      {"/announce?" + ids + "&port=65536", "port has to be a number from 1 to 65535."},
      {"/announce?" + ids + "&port=1x", "port has to be a number from 1 to 65535."},
      {"/announce?" + ids + "&port=1&left=much", "left has to be a number."},
      {"/announce?" + ids + "&port=1&numwant=all", "numwant has to be a number."},
      {"/announce?" + ids + "&port=1&event=paste", "event has to be started, completed or stopped."},
      {"/announce?" + ids + "&port=1&info_hash=" + twenty('b'), "info_hash is given twice."},
      {"/announce?" + ids + "&port=1&x=%zz",
       "A percent sign of the query is not followed by two hex digits."},
      {"/announce?" + ids + "&port=1&ticket=stale", "The ticket is stale."},
      {"/announce?info_hash=" + twenty('x') + "&peer_id=" + twenty('1') + "&port=1", "Not here."},
      {"/scrape", "A scrape has to name its torrents by info_hash."},
      {"/scrape?info_hash=abc", "info_hash has to be 20 bytes, percent-encoded."}};
  for (const auto& [target, reason] : cases)
    EXPECT_EQ(ask(world, target), "d14:failure reason" + std::to_string(reason.size()) + ":" + reason + "e")
        << target;
  EXPECT_EQ(world.swarms.peers(), 0U);
}

TEST(HttpTracker, KnowsTwoPaths) {
  World world;
  EXPECT_EQ(ask(world, "/"), "none");
  EXPECT_EQ(ask(world, "/announce/x"), "none");
  EXPECT_EQ(ask(world, "/scrapes?info_hash=" + twenty('a')), "none");
}

TEST(HttpTracker, AnswersAScrapeInTheOrderOfInfoHashes) {
  World world;
  static_cast<void>(ask(world, announce_url('1', 1, "&event=completed")));
  EXPECT_EQ(ask(world, "/scrape?info_hash=" + twenty('b') + "&info_hash=" + twenty('a') +
                           "&info_hash=" + twenty('b') + "&info_hash=" + twenty('x')),
            "d5:filesd20:aaaaaaaaaaaaaaaaaaaad8:completei1e10:downloadedi1e10:incompletei0ee"
            "20:bbbbbbbbbbbbbbbbbbbbd8:completei0e10:downloadedi0e10:incompletei0eee"
            "5:flagsd20:min_request_intervali60eee");
}

TEST(HttpTracker, TakesLeftThatIsNotKnownForIncomplete) {
  World world;
  const std::string ids = "info_hash=" + twenty('a') + "&peer_id=" + twenty('1');
  static_cast<void>(ask(world, "/announce?" + ids + "&port=1"));
  static_cast<void>(ask(world, "/announce?" + ids + "&port=2&left=-1"));
  static_cast<void>(ask(world, "/announce?" + ids + "&port=3&left=0"));
  EXPECT_EQ(world.swarms.counts(hash_of('a')), (Counts{1, 2, 0}));
}

}  // namespace
}  // namespace magnetar::tracker
