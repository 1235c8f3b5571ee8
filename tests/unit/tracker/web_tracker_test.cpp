#include "tracker/web_tracker.h"

#include <gtest/gtest.h>

#include <map>

#include "unit/tracker/ids.h"

namespace magnetar::tracker {
namespace {

using nlohmann::json;

/// Sockets that keep the messages sent over them.
class KeptMessages final : public WebSockets {
 public:
  void answer(SocketId socket, std::string text) override { sent[socket.value].push_back(json::parse(text)); }
  void hand_on(SocketId socket, std::string text) override {
    sent[socket.value].push_back(json::parse(text));
  }

  std::map<std::uint64_t, std::vector<json>> sent;
};

struct Room {
  World world;
  KeptMessages sockets;
  WebTracker tracker{world.service, sockets};

  /// Sends a message and returns the tracker's messages to this socket.
  std::vector<json> say(std::uint64_t socket, const json& message, const char* ticket = "") {
    sockets.sent.clear();
    tracker.message(SocketId(socket), ticket, message.dump());
    return sockets.sent[socket];
  }
};

json announce_json(char peer, int offers = 0, const char* event = "started", char hash = 'a') {
  json message{{"action", "announce"},
               {"info_hash", twenty(hash)},
               {"peer_id", twenty(peer)},
               {"event", event},
               {"left", 5}};
  for (int n = 0; n < offers; ++n)
    message["offers"].push_back({{"offer_id", twenty(static_cast<char>('A' + n))},
                                 {"offer", {{"type", "offer"}, {"sdp", std::to_string(n)}}}});
  return message;
}

TEST(WebTracker, AnswersAnAnnounce) {
  Room room;
  EXPECT_EQ(
      room.say(1, announce_json('1')),
      std::vector{json::parse(
          R"({"action":"announce","complete":0,"incomplete":1,"info_hash":"aaaaaaaaaaaaaaaaaaaa","interval":120})")});
}

TEST(WebTracker, HandsOneOfferToEachOfTheOthers) {
  Room room;
  static_cast<void>(room.say(1, announce_json('1')));
  static_cast<void>(room.say(2, announce_json('2')));
  EXPECT_EQ(room.say(3, announce_json('3', 5)).size(), 1U);
  ASSERT_EQ(room.sockets.sent[1].size(), 1U);
  ASSERT_EQ(room.sockets.sent[2].size(), 1U);
  const json one = room.sockets.sent[1][0];
  const json other = room.sockets.sent[2][0];
  EXPECT_EQ(one["peer_id"], twenty('3'));
  EXPECT_EQ(one["info_hash"], twenty('a'));
  EXPECT_EQ(one["offer"]["type"], "offer");
  EXPECT_NE(one["offer_id"], other["offer_id"]);
}

TEST(WebTracker, HandsNoOfferToItsSenderNorToAnotherTorrent) {
  Room room;
  static_cast<void>(room.say(1, announce_json('1', 0, "started", 'b')));
  EXPECT_EQ(room.say(2, announce_json('2', 5)).size(), 1U);
  EXPECT_EQ(room.say(2, announce_json('2', 5)).size(), 1U);
  EXPECT_TRUE(room.sockets.sent[1].empty());
}

TEST(WebTracker, HandsAtMostTwentyOffersOn) {
  Room room;
  for (std::uint64_t socket = 1; socket <= 40; ++socket)
    static_cast<void>(room.say(socket, announce_json(static_cast<char>('0' + socket))));
  static_cast<void>(room.say(99, announce_json('\x7f', 25)));
  std::size_t handed_on = 0;
  for (std::uint64_t socket = 1; socket <= 40; ++socket) handed_on += room.sockets.sent[socket].size();
  EXPECT_EQ(handed_on, 20U);
}

TEST(WebTracker, HandsAnAnswerToThePeerThatItNames) {
  Room room;
  static_cast<void>(room.say(1, announce_json('1')));
  static_cast<void>(room.say(2, announce_json('2')));
  static_cast<void>(room.say(3, announce_json('3')));
  json answer{{"action", "announce"},    {"info_hash", twenty('a')},
              {"peer_id", twenty('2')},  {"to_peer_id", twenty('1')},
              {"offer_id", twenty('A')}, {"answer", {{"type", "answer"}, {"sdp", "x"}}}};
  EXPECT_TRUE(room.say(2, answer).empty());
  EXPECT_EQ(
      room.sockets.sent[1],
      std::vector{json::parse(
          R"({"action":"announce","answer":{"type":"answer","sdp":"x"},"info_hash":"aaaaaaaaaaaaaaaaaaaa",
                                                              "offer_id":"AAAAAAAAAAAAAAAAAAAA","peer_id":"22222222222222222222"})")});
  EXPECT_TRUE(room.sockets.sent[3].empty());
}

TEST(WebTracker, TakesNoAnswerFromWhoHasNotAnnounced) {
  Room room;
  static_cast<void>(room.say(1, announce_json('1')));
  const json answer{{"action", "announce"},      {"info_hash", twenty('a')}, {"peer_id", twenty('2')},
                    {"to_peer_id", twenty('1')}, {"offer_id", twenty('A')},  {"answer", json::object()}};
  EXPECT_EQ(room.say(2, answer)[0]["failure reason"], "An answer comes from a peer that has announced.");
  EXPECT_TRUE(room.sockets.sent[1].empty());
}

TEST(WebTracker, HasOnePeerIdForASocketAndManyTorrents) {
  Room room;
  static_cast<void>(room.say(1, announce_json('1')));
  EXPECT_EQ(room.say(1, announce_json('1', 0, "started", 'b'))[0]["incomplete"], 1);
  const auto refused = room.say(1, announce_json('2'));
  EXPECT_EQ(refused[0]["failure reason"], "This connection belongs to another peer_id.");
  EXPECT_EQ(refused[0]["info_hash"], twenty('a'));
  EXPECT_EQ(room.world.swarms.peers(), 2U);
}

TEST(WebTracker, TakesTheEndOfASocketForAStopInAllItsTorrents) {
  Room room;
  for (const char hash : {'a', 'b', 'c'})
    static_cast<void>(room.say(1, announce_json('1', 0, "started", hash)));
  static_cast<void>(room.say(1, announce_json('1', 0, "stopped", 'c')));
  EXPECT_TRUE(room.tracker.announced(SocketId(1)));
  EXPECT_EQ(room.world.swarms.peers(), 2U);
  room.tracker.closed(SocketId(1));
  EXPECT_FALSE(room.tracker.announced(SocketId(1)));
  EXPECT_EQ(room.world.swarms.peers(), 0U);
}

TEST(WebTracker, CountsCompletions) {
  Room room;
  static_cast<void>(room.say(1, announce_json('1')));
  const auto answer = room.say(1, announce_json('1', 0, "completed"));
  EXPECT_EQ(answer[0]["complete"], 1);
  const auto scraped = room.say(2, {{"action", "scrape"}, {"info_hash", {twenty('a'), twenty('x')}}});
  EXPECT_EQ(
      scraped,
      std::vector{json::parse(
          R"({"action":"scrape","files":{"aaaaaaaaaaaaaaaaaaaa":{"complete":1,"downloaded":1,"incomplete":0}},
                                                 "flags":{"min_request_interval":60}})")});
}

TEST(WebTracker, AsksTheFilterWithTheTicketOfTheUrl) {
  Room room;
  EXPECT_EQ(room.say(1, announce_json('1', 0, "started", 'x'))[0]["failure reason"], "Not here.");
  EXPECT_EQ(room.say(1, announce_json('1'), "stale")[0]["failure reason"], "The ticket is stale.");
  EXPECT_EQ(room.world.swarms.peers(), 0U);
}

TEST(WebTracker, LimitsTheTorrentsOfASocket) {
  Room room;
  json message = announce_json('1');
  for (std::size_t n = 0; n < WebTracker::kMostTorrents; ++n) {
    message["info_hash"] = std::to_string(1000 + n) + std::string(16, 'h');
    static_cast<void>(room.say(1, message));
  }
  EXPECT_EQ(room.say(1, announce_json('1'))[0]["failure reason"], "This connection is in too many torrents.");
  EXPECT_EQ(room.world.swarms.peers(), WebTracker::kMostTorrents);
}

}  // namespace
}  // namespace magnetar::tracker
