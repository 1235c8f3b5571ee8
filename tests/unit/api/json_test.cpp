#include "api/json.h"

#include <gtest/gtest.h>

namespace magnetar::api {
namespace {

using nlohmann::json;

TorrentView torrent() {
  TorrentView view;
  view.id = {"abc"};
  view.name = "Film";
  view.info_hash = {"0123456789abcdef0123456789abcdef01234567", ""};
  view.state = TorrentState::downloading;
  view.state_seconds = 1.5;
  view.peers = 2;
  return view;
}

TEST(TorrentJson, HasTheMembersOfTheProtocol) {
  EXPECT_EQ(to_json(torrent()), json::parse(R"({
    "id": "abc", "name": "Film", "info_hash": {"v1": "0123456789abcdef0123456789abcdef01234567"},
    "state": "downloading", "state_since": 1.5, "notice": null, "has_metadata": false, "paused": false,
    "size": 0, "done": 0, "progress": 0.0, "download_rate": 0, "upload_rate": 0, "peers": 2, "seeds": 0,
    "eta": null, "viewers": 0, "file_count": 0, "main_file": null, "added_at": 0,
    "start_file": null, "watched": null, "kept": null})"));
}

TEST(TorrentJson, ANoticeCarriesCodeNameAndMessage) {
  auto view = torrent();
  view.notice = base::Error{base::ErrorCode::no_peers, "nobody"};
  EXPECT_EQ(to_json(view)["notice"],
            json::parse(R"({"code": 1206, "name": "no_peers", "message": "nobody"})"));
}

TEST(TorrentChanges, HoldOnlyWhatChangedAndTheId) {
  auto later = torrent();
  later.peers = 3;
  later.state_seconds = 2.5;
  EXPECT_EQ(torrent_changes(to_json(torrent()), to_json(later)), json::parse(R"({"id": "abc", "peers": 3})"));
}

TEST(TorrentChanges, ANewStateComesWithItsAge) {
  auto later = torrent();
  later.state = TorrentState::complete;
  later.state_seconds = 0.25;
  EXPECT_EQ(torrent_changes(to_json(torrent()), to_json(later)),
            json::parse(R"({"id": "abc", "state": "complete", "state_since": 0.25})"));
}

TEST(TorrentChanges, AreNullWhenOnlyTimeWentBy) {
  auto later = torrent();
  later.state_seconds = 99;
  EXPECT_TRUE(torrent_changes(to_json(torrent()), to_json(later)).is_null());
}

TEST(FileJson, CarriesAnAbsoluteUrlAndTheKind) {
  FileView file;
  file.index = base::FileIndex{1};
  file.path = "Season 1/Episode.mkv";
  file.size = 10;
  const auto result = to_json(file, {"abc"}, "http://127.0.0.1:1/t/");
  EXPECT_EQ(result,
            json::parse(R"({"index": 1, "path": "Season 1/Episode.mkv", "name": "Episode.mkv", "size": 10,
    "done": 0, "selected": false, "kind": "video", "view": "none",
    "kept": null, "watched": 0.0, "extra": false,
    "url": "http://127.0.0.1:1/t/torrents/abc/files/1/Episode.mkv"})"));
}

TEST(SettingsJson, HasEverySettingWithItsType) {
  library::Settings settings;
  settings.cache_folder = "/films";
  EXPECT_EQ(to_json(settings), json::parse(R"({"listen_interfaces": "0.0.0.0:6881,[::]:6881", "dht": true,
    "lsd": true, "port_mapping": true, "utp": true, "download_limit": 0, "upload_limit": 0,
    "connections_limit": 200, "cache_folder": "/films", "cache_size": 20000000000, "only_watched": false,
    "memory_limit": 100663296, "idle_exit": 300,
    "local_torrent_links": false,
    "web_peers": "on", "web_trackers": "",
    "stun_servers": "stun:stun.l.google.com:19302, stun:global.stun.twilio.com:3478"})"));
}

}  // namespace
}  // namespace magnetar::api
