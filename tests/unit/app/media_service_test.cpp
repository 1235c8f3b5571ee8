#include "app/media/media_service.h"

#include <gtest/gtest.h>

#include "unit/app/media_test.h"

namespace magnetar::app {
namespace {

using base::ErrorCode;
using base::FileIndex;
using Described = std::optional<base::Result<api::MediaDescription>>;
using Opened = std::optional<base::Result<api::MediaOpened>>;

constexpr rpc::ConnectionId kPlayer{7};

class MediaServiceTest : public tests::MediaTest {
 protected:
  MediaServiceTest() { install("ffmpeg", "exec sleep 1000"); }
  ~MediaServiceTest() override { service_.stop(); }

  /// Describes film 0 of the torrent "first".
  static api::MediaOrder order(int file = 0) { return {{"first"}, FileIndex{file}, "tab-1", {}}; }
  base::Result<api::MediaDescription> describe(MediaService& service, int file = 0) {
    Described described;
    service.describe(order(file), [&](const auto& answer) { described = answer; });
    EXPECT_TRUE(magnetar::tests::run_until(loop_, [&] { return described.has_value(); }));
    return *described;
  }
  base::Result<api::MediaOpened> open(const api::MediaOrder& wanted = order()) {
    Opened opened;
    service_.open(wanted, {}, 0, kPlayer, [&](const auto& answer) { opened = answer; });
    EXPECT_TRUE(magnetar::tests::run_until(loop_, [&] { return opened.has_value(); }));
    return *opened;
  }
  static std::string session_of(const base::Result<api::MediaOpened>& opened) {
    return opened.value().session;
  }

  MediaService service_{loop_, waiters_, torrents_, library_, http_base(), search_path()};
};

TEST_F(MediaServiceTest, DescribesAFilmOnceItsTorrentHasMetadata) {
  const auto torrent = add("first");
  Described described;
  service_.describe(order(), [&](const auto& answer) { described = answer; });
  magnetar::tests::run_ready(loop_);
  EXPECT_FALSE(described);

  engine_.send_metadata(torrent->id());
  ASSERT_TRUE(magnetar::tests::run_until(loop_, [&] { return described.has_value(); }));

  ASSERT_TRUE(*described);
  const auto& [ffmpeg, probe, plan] = described->value();
  EXPECT_TRUE(ffmpeg);
  ASSERT_TRUE(probe);
  EXPECT_EQ(probe->container, "mp3");
  EXPECT_EQ(probe->duration, 5400);
}

TEST_F(MediaServiceTest, ReadsTheFilmByTheUrlOfItsViewer) {
  add_with_metadata("first");
  // The title is ffprobe's last argument, the URL.
  ffprobe_says(std::string(tests::kMusic) +
               "; for last; do :; done; echo \"streams.stream.0.tags.title=\\\"$last\\\"\"");
  const auto described = describe(service_);
  ASSERT_TRUE(described);
  EXPECT_EQ(described.value().probe->audio.at(0).title,
            "http://127.0.0.1:1/token/torrents/first/film/0?viewer=tab-1");
}

TEST_F(MediaServiceTest, DescribesAFilmThatTheLibraryKnowsWithoutFfprobe) {
  add_with_metadata("first");
  ASSERT_TRUE(describe(service_));
  EXPECT_NE(library_.probe(std::string(40, 'f'), FileIndex{0}).value().find("mp3"), std::string::npos);
  ffprobe_says("exit 1");

  MediaService later(loop_, waiters_, torrents_, library_, http_base(), search_path());

  EXPECT_EQ(describe(later).value().probe->container, "mp3");
  EXPECT_EQ(describe(later, 1).error().code, ErrorCode::media_unreadable) << "the other file is not known";
  later.stop();
}

TEST_F(MediaServiceTest, SaysThatThereIsNoFfmpeg) {
  add_with_metadata("first");
  remove_ffmpeg();
  MediaService service(loop_, waiters_, torrents_, library_, http_base(), own_path());
  const auto described = describe(service);
  ASSERT_TRUE(described);
  EXPECT_FALSE(described.value().ffmpeg);
  EXPECT_EQ(described.value().plan.reason, media::Reason::ffmpeg_missing);
  service.stop();
}

TEST_F(MediaServiceTest, RefusesTorrentsAndFilesThatAreNotThere) {
  EXPECT_EQ(describe(service_).error().code, ErrorCode::unknown_torrent);
  EXPECT_EQ(service_.film_key(order()).error().code, ErrorCode::unknown_torrent);
  const auto torrent = add("first");
  EXPECT_EQ(service_.film_key(order()).error().code, ErrorCode::no_metadata);
  engine_.send_metadata(torrent->id());
  EXPECT_EQ(describe(service_, 9).error().code, ErrorCode::unknown_file);
  EXPECT_EQ(service_.film_key(order(9)).error().code, ErrorCode::unknown_file);
  EXPECT_EQ(service_.film_key(order(1)).value().info_hash, std::string(40, 'f'));
}

TEST_F(MediaServiceTest, OpensASessionThatEndsWithItsClient) {
  add_with_metadata("first");
  const auto opened = open();
  ASSERT_TRUE(opened);
  const auto session = session_of(opened);
  EXPECT_EQ(opened.value().url, std::string(tests::kHttpBase) + "media/" + session + "/");
  EXPECT_EQ(opened.value().plan.mode, media::Mode::repackage);

  service_.left(rpc::ConnectionId{8});
  EXPECT_TRUE(service_.close(session)) << "another client has left";
  const auto next = session_of(open());
  service_.left(kPlayer);
  EXPECT_EQ(service_.close(next).error().code, ErrorCode::unknown_session);
}

TEST_F(MediaServiceTest, OpensTheSoundOfAnotherFileAndRefusesOneWithoutSound) {
  add_with_metadata("first");
  auto wanted = order();
  wanted.sound_file = FileIndex{1};
  EXPECT_TRUE(open(wanted));
  ffprobe_says(
      "echo 'streams.stream.0.codec_type=\"video\"'; echo 'streams.stream.0.codec_name=\"h264\"'; "
      "echo 'format.format_name=\"mp4\"'");
  MediaService fresh(loop_, waiters_, torrents_, library_, http_base(), search_path());
  ASSERT_TRUE(library_.put_probe(std::string(40, 'f'), FileIndex{1}, ""));
  Opened opened;
  fresh.open(wanted, {}, 0, kPlayer, [&](const auto& answer) { opened = answer; });
  ASSERT_TRUE(magnetar::tests::run_until(loop_, [&] { return opened.has_value(); }));
  EXPECT_EQ(opened->error().code, ErrorCode::media_unreadable);
  fresh.stop();
}

TEST_F(MediaServiceTest, TellsWaitingThreadsOfSessionsThatAreNotThere) {
  const auto chunk =
      ask<std::shared_ptr<const media::Chunk>>([&](base::TimePoint deadline, base::CancelToken& cancel) {
        return service_.chunk("none", 0, deadline, cancel);
      });
  EXPECT_EQ(chunk.error().code, ErrorCode::unknown_session);
  const auto subtitles = ask<media::SubtitlePart>([&](base::TimePoint deadline, base::CancelToken& cancel) {
    return service_.subtitles("none", 0, deadline, cancel);
  });
  EXPECT_EQ(subtitles.error().code, ErrorCode::unknown_session);
}

}  // namespace
}  // namespace magnetar::app
