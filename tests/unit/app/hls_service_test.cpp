#include "app/media/hls_service.h"

#include <gtest/gtest.h>

#include "unit/app/media_test.h"

namespace magnetar::app {
namespace {

using base::ErrorCode;
using base::FileIndex;

class HlsServiceTest : public tests::MediaTest {
 protected:
  HlsServiceTest() { install("ffmpeg", "exec sleep 1000"); }
  ~HlsServiceTest() override {
    service_.stop();
    media_.stop();
  }

  using Text = base::Result<std::string>;
  Text master() {
    return ask<std::string>([&](base::TimePoint deadline, base::CancelToken& cancel) {
      return service_.master(player_, deadline, cancel);
    });
  }
  Text playlist() {
    return ask<std::string>([&](base::TimePoint deadline, base::CancelToken& cancel) {
      return service_.playlist(player_, deadline, cancel);
    });
  }
  base::Result<api::Hls::Bytes> segment(std::int64_t number) {
    return ask<api::Hls::Bytes>([&](base::TimePoint deadline, base::CancelToken& cancel) {
      return service_.segment(player_, number, deadline, cancel);
    });
  }
  base::Result<api::Hls::Bytes> init_segment(std::int64_t recording) {
    return ask<api::Hls::Bytes>([&](base::TimePoint deadline, base::CancelToken& cancel) {
      return service_.init_segment(player_, recording, deadline, cancel);
    });
  }

  const api::HlsPlayer player_{{"first"}, FileIndex{0}, "tv-1"};
  MediaService media_{loop_, waiters_, torrents_, library_, http_base(), search_path()};
  HlsService service_{loop_, media_};
};

constexpr auto kShortMusic =
    "echo 'streams.stream.0.codec_type=\"audio\"'; echo 'streams.stream.0.codec_name=\"mp3\"'; "
    "echo 'format.format_name=\"mp3\"'; echo 'format.duration=\"13.5\"'";

TEST_F(HlsServiceTest, NamesThePlaylistOfThePlayerThatAsks) {
  add_with_metadata("first");
  const auto text = master();
  ASSERT_TRUE(text);
  EXPECT_TRUE(text.value().starts_with("#EXTM3U\n")) << text.value();
  EXPECT_TRUE(text.value().ends_with("\ntv-1/film.m3u8\n")) << text.value();
}

TEST_F(HlsServiceTest, CutsAFilmIntoSegmentsOfSixSeconds) {
  add_with_metadata("first");
  ffprobe_says(kShortMusic);
  EXPECT_EQ(playlist().value(),
            "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:7\n#EXT-X-PLAYLIST-TYPE:VOD\n"
            "#EXT-X-MAP:URI=\"init.mp4\"\n#EXTINF:6.000,\n0.m4s\n#EXTINF:6.000,\n1.m4s\n"
            "#EXTINF:1.500,\n2.m4s\n#EXT-X-ENDLIST\n");
}

TEST_F(HlsServiceTest, HasNoSegmentBehindTheEnd) {
  add_with_metadata("first");
  ffprobe_says(kShortMusic);
  EXPECT_EQ(segment(3).error().code, ErrorCode::not_found);
  EXPECT_EQ(init_segment(1).error().code, ErrorCode::not_found);
}

TEST_F(HlsServiceTest, RefusesAFilmWhoseLengthIsNotKnown) {
  add_with_metadata("first");
  ffprobe_says(
      "echo 'streams.stream.0.codec_type=\"audio\"'; echo 'streams.stream.0.codec_name=\"mp3\"'; "
      "echo 'format.format_name=\"mp3\"'");
  EXPECT_EQ(playlist().error().code, ErrorCode::media_unreadable);
}

TEST_F(HlsServiceTest, TellsThatAnFfmpegThatFailsMakesNoSegment) {
  add_with_metadata("first");
  install("ffmpeg", "exit 1");
  EXPECT_EQ(segment(0).error().code, ErrorCode::media_unreadable);
}

TEST_F(HlsServiceTest, RefusesTorrentsAndFilesThatAreNotThere) {
  EXPECT_EQ(segment(0).error().code, ErrorCode::unknown_torrent);
  EXPECT_EQ(master().error().code, ErrorCode::unknown_torrent);
  add("first");
  EXPECT_EQ(segment(0).error().code, ErrorCode::no_metadata);
}

TEST_F(HlsServiceTest, SaysThatThereIsNoFfmpeg) {
  add_with_metadata("first");
  remove_ffmpeg();
  MediaService media(loop_, waiters_, torrents_, library_, http_base(), own_path());
  HlsService service(loop_, media);
  const auto text = ask<std::string>([&](base::TimePoint deadline, base::CancelToken& cancel) {
    return service.master(player_, deadline, cancel);
  });
  EXPECT_EQ(text.error().code, ErrorCode::ffmpeg_missing);
  service.stop();
  media.stop();
}

}  // namespace
}  // namespace magnetar::app
