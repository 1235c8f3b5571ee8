#include "api/torrent_feed.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace magnetar::api {
namespace {

using nlohmann::json;

class Client final : public Subscribers {
 public:
  void tell(std::string_view method, const json& params) override { heard.emplace_back(method, params); }
  std::vector<std::pair<std::string, json>> heard;
};

class TorrentFeedTest : public testing::Test {
 protected:
  static TorrentView film(const std::string& id) {
    TorrentView view;
    view.id.value = id;
    view.name = "Film";
    return view;
  }

  Client client_;
  TorrentFeed feed_{client_};
};

TEST_F(TorrentFeedTest, TellsOfATorrentThatWasAddedAllOfIt) {
  feed_.added(film("a"));
  ASSERT_EQ(client_.heard.size(), 1U);
  EXPECT_EQ(client_.heard[0].first, "torrents.added");
  EXPECT_EQ(client_.heard[0].second["torrent"]["name"], "Film");
}

TEST_F(TorrentFeedTest, SaysNothingOfATorrentThatStaysAsItIs) {
  feed_.added(film("a"));
  client_.heard.clear();
  auto later = film("a");
  later.state_seconds = 12;
  feed_.changed({later});
  EXPECT_TRUE(client_.heard.empty());
}

TEST_F(TorrentFeedTest, TellsTheMembersThatChangedAndNoOthers) {
  feed_.added(film("a"));
  feed_.added(film("b"));
  client_.heard.clear();
  auto later = film("b");
  later.peers = 3;
  feed_.changed({film("a"), later});
  ASSERT_EQ(client_.heard.size(), 1U);
  EXPECT_EQ(client_.heard[0].first, "torrents.changed");
  EXPECT_EQ(client_.heard[0].second, (json{{"torrents", {{{"id", "b"}, {"peers", 3}}}}}));
}

TEST_F(TorrentFeedTest, TellsANewStateWithTheTimeItBegan) {
  feed_.added(film("a"));
  client_.heard.clear();
  auto later = film("a");
  later.state = TorrentState::paused;
  later.state_seconds = 2;
  feed_.changed({later});
  const auto& change = client_.heard.at(0).second["torrents"][0];
  EXPECT_EQ(change["state"], "paused");
  EXPECT_TRUE(change.contains("state_since"));
}

TEST_F(TorrentFeedTest, TellsAllAgainOnceItWasToldToForget) {
  feed_.added(film("a"));
  feed_.forget();
  client_.heard.clear();
  feed_.changed({film("a")});
  EXPECT_EQ(client_.heard.at(0).second["torrents"][0]["name"], "Film");
}

TEST_F(TorrentFeedTest, TellsOfMoreThanTwoHundredInPieces) {
  std::vector<TorrentView> all;
  for (int n = 0; n < 450; ++n) all.push_back(film(std::to_string(n)));
  feed_.changed(all);
  std::vector<std::size_t> sizes;
  for (const auto& [method, params] : client_.heard) sizes.push_back(params["torrents"].size());
  EXPECT_EQ(sizes, (std::vector<std::size_t>{200, 200, 50}));
}

}  // namespace
}  // namespace magnetar::api
