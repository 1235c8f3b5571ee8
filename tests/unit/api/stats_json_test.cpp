#include <gtest/gtest.h>

#include "api/json.h"

namespace magnetar::api {
namespace {

using nlohmann::json;

TEST(StatsJson, HasTheMembersOfTheProtocol) {
  TorrentStatsView torrent{{"abc"}, "Film", {}, 9, {}};
  torrent.swarm = {
      .downloaded = 1,
      .wasted = 2,
      .corrupt = 3,
      .hash_failures = 4,
      .download_rate = 5,
      .in_flight = 6,
      .tcp = 7,
      .utp = 8,
      .web_seeds = 10,
      .web_peers = 18,
      .encrypted = 11,
      .seeds = 12,
      .choking = 13,
      .snubbed = 14,
      .search = {.known = 15,
                 .connecting = 16,
                 .dialled = 17,
                 .dht = true,
                 .lsd = false,
                 .trackers = {{"t.example", engine::TrackerStats::State::failed, "refused", 18}}},
      .web_seed_list = {{"http://a.example/film?key", "a.example", "waiting", "why", 15, 16, 2},
                        {"http://b.example/", "b.example", "idle", "", 0, 0, 0}}};
  torrent.swarm.banned.push_back({"192.0.2.7", 21});
  torrent.readers.push_back({"tab1", base::FileIndex{1}, 100, {100, 200}, 1.5, 20, 30, 2.5, true, 3, 2});
  torrent.readers.push_back({});
  const StatsView stats{{torrent}, 40, {50, 60}};
  EXPECT_EQ(to_json(stats), json::parse(R"({
    "torrents": [{
      "id": "abc", "name": "Film", "downloaded": 1, "wasted": 2, "corrupt": 3, "hash_failures": 4,
      "fetched_again": 0, "banned": [{"address": "192.0.2.7", "wrong_blocks": 21}],
      "download_rate": 5, "limit": 9, "in_flight": 6,
      "peers": {"tcp": 7, "utp": 8, "web_seeds": 10, "web_peers": 18, "encrypted": 11, "seeds": 12, "choking": 13,
                "snubbed": 14},
      "search": {"known": 15, "connecting": 16, "dialled": 17, "dht": true, "lsd": false,
                 "trackers": [{"host": "t.example", "status": "failed", "message": "refused", "next_seconds": 18}]},
      "web_seeds": [
        {"host": "a.example", "state": "waiting", "error": "why", "downloaded": 15, "download_rate": 16,
         "connections": 2},
        {"host": "b.example", "state": "idle", "error": null, "downloaded": 0, "download_rate": 0,
         "connections": 0}],
      "readers": [
        {"viewer": "tab1", "file": 1, "position": 100, "window": {"begin": 100, "end": 200},
         "buffered_seconds": 1.5, "bitrate": 20, "rate": 30, "waited_seconds": 2.5, "waiting": true,
         "stalls": 3, "connections": 2},
        {"viewer": null, "file": null, "position": 0, "window": {"begin": 0, "end": 0},
         "buffered_seconds": 0.0, "bitrate": 0, "rate": 0, "waited_seconds": 0.0, "waiting": false,
         "stalls": 0, "connections": 0}]}],
    "total": 40, "memory": {"used": 50, "limit": 60}})"));
}

TEST(StatsJson, HasNoReadersWhereNobodyWatches) {
  EXPECT_EQ(to_json(StatsView{}),
            json::parse(R"({"torrents": [], "total": 0, "memory": {"used": 0, "limit": 0}})"));
}

}  // namespace
}  // namespace magnetar::api
