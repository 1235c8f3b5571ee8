#include "tracker/web_codec.h"

#include <gtest/gtest.h>

#include "unit/tracker/ids.h"

namespace magnetar::tracker {
namespace {

using nlohmann::json;

const std::string kOffer = R"({"offer":{"type":"offer","sdp":"v=0\r\n"},"offer_id":"oooooooooooooooooooo"})";

std::string announce_text(const std::string& more) {
  return R"({"action":"announce","info_hash":")" + twenty('a') + R"(","peer_id":")" + twenty('1') + "\"" +
         more + "}";
}

std::string problem_of(const std::string& text) {
  const auto message = read_web_message(text);
  const auto* malformed = std::get_if<WebMalformed>(&message);
  return malformed == nullptr ? "none" : malformed->problem;
}

TEST(WebCodec, ReadsAnAnnounce) {
  const auto message = std::get<WebAnnounce>(read_web_message(
      announce_text(R"(,"numwant":1,"uploaded":0,"downloaded":0,"left":null,"event":"started","offers":[)" +
                    kOffer + "]")));
  EXPECT_EQ(message.announce.info_hash, hash_of('a'));
  EXPECT_EQ(message.announce.peer_id, peer_of('1'));
  EXPECT_EQ(message.announce.event, Event::started);
  EXPECT_EQ(message.announce.left, std::nullopt);
  ASSERT_EQ(message.offers.size(), 1U);
  EXPECT_EQ(message.offers[0].id, twenty('o'));
  EXPECT_EQ(message.offers[0].description, json({{"type", "offer"}, {"sdp", "v=0\r\n"}}));
}

TEST(WebCodec, ReadsBinaryStringsHoweverTheyAreEscaped) {
  std::string escaped;
  for (int n = 0; n < 20; ++n) escaped += "\\u00ff";
  const auto message = std::get<WebAnnounce>(read_web_message(R"({"action":"announce","info_hash":")" +
                                                              escaped + R"(","peer_id":")" +
                                                              std::string("ÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿ") + "\"}"));
  EXPECT_EQ(message.announce.info_hash, *id_from<InfoHash>(std::string(20, '\xff')));
  EXPECT_EQ(message.announce.peer_id, *id_from<PeerId>(std::string(20, '\xff')));
}

TEST(WebCodec, ReadsWhatIsLeft) {
  const auto left = [](const std::string& number) {
    return std::get<WebAnnounce>(read_web_message(announce_text(R"(,"left":)" + number))).announce.left;
  };
  EXPECT_EQ(left("0"), 0U);
  EXPECT_EQ(left("18446744073709551615"), 18446744073709551615U);
  EXPECT_EQ(left("5.0"), 5U);
  for (const char* unknown : {"null", "-1", "1e300", "-1e300", "\"7\"", "[]", "{}"})
    EXPECT_EQ(left(unknown), std::nullopt);
}

TEST(WebCodec, LeavesOutOffersThatAreNotWholeAndThoseBeyondTwenty) {
  std::string offers =
      R"({},7,{"offer":{}},{"offer_id":"oooooooooooooooooooo"},{"offer":"x","offer_id":"oooooooooooooooooooo"},)"
      R"({"offer":{},"offer_id":"short"})";
  EXPECT_TRUE(
      std::get<WebAnnounce>(read_web_message(announce_text(",\"offers\":[" + offers + "]"))).offers.empty());
  for (int n = 0; n < 300; ++n) offers += "," + kOffer;
  EXPECT_EQ(
      std::get<WebAnnounce>(read_web_message(announce_text(",\"offers\":[" + offers + "]"))).offers.size(),
      20U);
  const std::string huge =
      R"({"offer":{"sdp":")" + std::string(70'000, 'x') + R"("},"offer_id":"oooooooooooooooooooo"})";
  EXPECT_TRUE(
      std::get<WebAnnounce>(read_web_message(announce_text(",\"offers\":[" + huge + "]"))).offers.empty());
  EXPECT_TRUE(std::get<WebAnnounce>(read_web_message(announce_text(",\"offers\":{}"))).offers.empty());
}

TEST(WebCodec, ReadsAnAnswer) {
  const auto message = std::get<WebAnswer>(read_web_message(announce_text(
      R"(,"to_peer_id":"22222222222222222222","answer":{"type":"answer","sdp":"x"},"offer_id":"oooooooooooooooooooo")")));
  EXPECT_EQ(message.from, peer_of('1'));
  EXPECT_EQ(message.to, peer_of('2'));
  EXPECT_EQ(
      json::parse(web_answer(message)),
      json::parse(
          R"({"action":"announce","answer":{"type":"answer","sdp":"x"},"offer_id":"oooooooooooooooooooo",)"
          R"("peer_id":"11111111111111111111","info_hash":"aaaaaaaaaaaaaaaaaaaa"})"));
}

TEST(WebCodec, ReadsAScrapeOfOneOrSeveral) {
  const auto hashes = [](const std::string& named) {
    return std::get<WebScrape>(read_web_message(R"({"action":"scrape","info_hash":)" + named + "}"))
        .info_hashes;
  };
  EXPECT_EQ(hashes("\"" + twenty('a') + "\""), std::vector{hash_of('a')});
  EXPECT_EQ(hashes("[\"" + twenty('a') + "\",\"" + twenty('b') + "\"]"),
            (std::vector{hash_of('a'), hash_of('b')}));
}

TEST(WebCodec, SaysWhatIsWrong) {
  EXPECT_EQ(problem_of("no JSON"), "The message is no JSON object.");
  EXPECT_EQ(problem_of("[]"), "The message is no JSON object.");
  EXPECT_EQ(problem_of("{}"), "action has to be announce or scrape.");
  EXPECT_EQ(problem_of(R"({"action":["announce"]})"), "action has to be announce or scrape.");
  EXPECT_EQ(problem_of(R"({"action":"announce"})"), "info_hash has to be a binary string of 20 bytes.");
  EXPECT_EQ(problem_of(R"({"action":"announce","info_hash":")" + std::string(40, 'a') + "\"}"),
            "info_hash has to be a binary string of 20 bytes.");
  EXPECT_EQ(problem_of(R"({"action":"announce","info_hash":"aaaaaaaaaaaaaaaaaaa€"})"),
            "info_hash has to be a binary string of 20 bytes.");
  EXPECT_EQ(problem_of(R"({"action":"announce","info_hash":"aaaaaaaaaaaaaaaaaaaa","peer_id":7})"),
            "peer_id has to be a binary string of 20 bytes.");
  EXPECT_EQ(problem_of(announce_text(R"(,"event":"paste")")),
            "event has to be started, completed or stopped.");
  EXPECT_EQ(problem_of(announce_text(R"(,"answer":{})")),
            "to_peer_id has to be a binary string of 20 bytes.");
  EXPECT_EQ(problem_of(announce_text(R"(,"answer":{},"to_peer_id":"22222222222222222222")")),
            "An answer needs its offer_id and a description.");
  EXPECT_EQ(problem_of(R"({"action":"scrape"})"), "info_hash has to be a binary string of 20 bytes.");
  EXPECT_EQ(problem_of(std::string(1'000'000, '[')), "The message is too deep or has too many values.");
  EXPECT_EQ(problem_of("[" + std::string(100'000, ',') + "]"),
            "The message is too deep or has too many values.");
}

TEST(WebCodec, WritesWhatClientsRead) {
  EXPECT_EQ(
      web_announce_answer(hash_of('a'), {1, 2, 3}, std::chrono::seconds(120)),
      R"({"action":"announce","complete":1,"incomplete":2,"info_hash":"aaaaaaaaaaaaaaaaaaaa","interval":120})");
  EXPECT_EQ(web_offer(*id_from<InfoHash>(std::string(20, '\xff')), peer_of('1'),
                      {std::string(20, '\x80'), {{"sdp", "x"}}}),
            R"({"action":"announce","info_hash":"ÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿ","offer":{"sdp":"x"},"offer_id":")"
            "\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080"
            "\u0080\u0080\u0080\u0080"
            R"(","peer_id":"11111111111111111111"})");
  EXPECT_EQ(
      web_scrape_answer({{hash_of('a'), {1, 2, 3}}}, std::chrono::seconds(60)),
      R"({"action":"scrape","files":{"aaaaaaaaaaaaaaaaaaaa":{"complete":1,"downloaded":3,"incomplete":2}},)"
      R"("flags":{"min_request_interval":60}})");
  EXPECT_EQ(web_failure({"announce", hash_of('a'), "No."}),
            R"({"action":"announce","failure reason":"No.","info_hash":"aaaaaaaaaaaaaaaaaaaa"})");
}

}  // namespace
}  // namespace magnetar::tracker
