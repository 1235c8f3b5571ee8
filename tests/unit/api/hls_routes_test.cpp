#include "api/hls_routes.h"

#include <gtest/gtest.h>

#include "routes.h"

namespace magnetar::api {
namespace {

using base::Error;
using base::ErrorCode;

class FakeHls final : public Hls {
 public:
  base::Result<std::string> master(const HlsPlayer& player, base::TimePoint, base::CancelToken&) override {
    return text("master", player);
  }
  base::Result<std::string> playlist(const HlsPlayer& player, base::TimePoint, base::CancelToken&) override {
    return text("playlist", player);
  }
  base::Result<Bytes> init_segment(const HlsPlayer& player, std::int64_t recording, base::TimePoint,
                                   base::CancelToken&) override {
    MAGNETAR_TRY(bytes, text("init " + std::to_string(recording), player));
    return std::make_shared<const std::string>(bytes);
  }
  base::Result<Bytes> segment(const HlsPlayer& player, std::int64_t number, base::TimePoint,
                              base::CancelToken&) override {
    MAGNETAR_TRY(bytes, text("segment " + std::to_string(number), player));
    return std::make_shared<const std::string>(bytes);
  }

  std::optional<Error> failure;
  std::string viewer;

 private:
  base::Result<std::string> text(const std::string& what, const HlsPlayer& player) {
    viewer = player.viewer;
    if (failure) return *failure;
    return what + " of " + player.id.value + " " + std::to_string(player.file.value);
  }
};

class HlsRoutesTest : public testing::Test {
 protected:
  /// A path below file 2 of the torrent "abc".
  static std::vector<std::string> path(std::vector<std::string> rest) {
    rest.insert(rest.begin(), {"torrents", "abc", "hls", "2"});
    return rest;
  }
  http::TextAnswer get(std::vector<std::string> rest) const {
    return std::get<http::TextAnswer>(routes_.get(path(std::move(rest))));
  }
  int status(std::vector<std::string> rest) const { return routes_.status(path(std::move(rest))); }

  FakeHls hls_;
  const tests::Routes routes_{[this](RouteTable& table) { add_hls_routes(table, hls_); }};
};

TEST_F(HlsRoutesTest, NameAPlayerInTheMasterPlaylist) {
  const auto first = get({"master.m3u8"});
  EXPECT_EQ(first.content_type, "application/vnd.apple.mpegurl");
  EXPECT_EQ(first.body, "master of abc 2");
  const auto name = hls_.viewer;
  EXPECT_TRUE(name.starts_with("hls-"));
  get({"master.m3u8"});
  EXPECT_NE(hls_.viewer, name);
}

TEST_F(HlsRoutesTest, ServeAPlayerItsPlaylistAndSegments) {
  EXPECT_EQ(get({"tv_1", "film.m3u8"}).body, "playlist of abc 2");
  EXPECT_EQ(hls_.viewer, "tv_1");
  EXPECT_EQ(get({"tv_1", "init.mp4"}).body, "init 0 of abc 2");
  EXPECT_EQ(get({"tv_1", "init-3.mp4"}).body, "init 3 of abc 2");
  EXPECT_EQ(get({"tv_1", "init-3.mp4"}).content_type, "video/mp4");
  EXPECT_EQ(get({"tv_1", "17.m4s"}).body, "segment 17 of abc 2");
  EXPECT_EQ(get({"tv_1", "17.m4s"}).content_type, "video/iso.segment");
}

TEST_F(HlsRoutesTest, DoNotAskForWhatIsNoSegmentAndNoPlayer) {
  for (const char* name : {"", "x.m4s", "-1.m4s", "1.m4s.m4s", "1.mp4", "init-.mp4", "init-x.mp4",
                           "init-1.mp4x", "99999999999999999999.m4s", "master.m3u8"})
    EXPECT_EQ(status({"tv_1", name}), 404) << name;
  EXPECT_EQ(status({"tv 1", "1.m4s"}), 404);
  EXPECT_EQ(status({std::string(33, 'a'), "1.m4s"}), 404);
  EXPECT_EQ(status({"film.m3u8"}), 404);
  EXPECT_EQ(status({"tv_1", "1.m4s", "more"}), 404);
  EXPECT_EQ(routes_.status({"torrents", "abc", "hls", "x", "master.m3u8"}), 404);
  EXPECT_EQ(hls_.viewer, "");
}

TEST_F(HlsRoutesTest, TellWhatFailed) {
  hls_.failure = Error{ErrorCode::encoder_busy, "no"};
  EXPECT_EQ(status({"tv_1", "1.m4s"}), 503);
  hls_.failure = Error{ErrorCode::media_unreadable, "no"};
  EXPECT_EQ(get({"tv_1", "1.m4s"}).status, 502);
}

}  // namespace
}  // namespace magnetar::api
