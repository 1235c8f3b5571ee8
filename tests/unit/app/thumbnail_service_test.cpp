#include "app/media/thumbnail_service.h"

#include <gtest/gtest.h>

#include "api/pictures.h"
#include "media/probe_reader.h"
#include "unit/app/media_test.h"

namespace magnetar::app {
namespace {

using base::ErrorCode;
using base::FileIndex;

/// Replaces ffmpeg by a script that paints "<second> <url>".
class ThumbnailServiceTest : public tests::MediaTest {
 protected:
  ThumbnailServiceTest() { ffmpeg_paints("true"); }
  ~ThumbnailServiceTest() override { service_.stop(); }

  /// ffmpeg paints no picture when the command `possible` fails.
  void ffmpeg_paints(const std::string& possible) {
    install(
        "ffmpeg",
        "second=0; while [ $# -gt 0 ]; do case $1 in -ss) second=$2 ;; -i) url=$2 ;; esac; shift; done\n" +
            possible + " && printf '\\377\\330%s %s\\377\\331' \"$second\" \"$url\"");
  }
  /// The painted text; empty when there is no picture.
  base::Result<std::string> picture(const api::PictureQuestion& question) {
    const auto answer = ask<media::Picture>([&](base::TimePoint deadline, base::CancelToken& cancel) {
      return service_.picture(question, deadline, cancel);
    });
    if (!answer) return answer.error();
    if (!answer.value()) return std::string();
    const auto& bytes = *answer.value();
    return bytes.substr(2, bytes.size() - 4);
  }
  static api::PictureQuestion at(std::optional<std::int64_t> second) {
    return {{"first"}, FileIndex{0}, second};
  }

  media::Launcher launcher_{loop_.context(), search_path()};
  ThumbnailService service_{loop_, torrents_, library_, http_base(), launcher_};
};

constexpr auto kFilmHere = "http://127.0.0.1:1/token/torrents/first/film/0/here";

TEST_F(ThumbnailServiceTest, PaintsTheSecondFromTheBytesThatAreHere) {
  add_with_metadata("first");
  EXPECT_EQ(picture(at(90)).value(), std::string("90 ") + kFilmHere);
}

TEST_F(ThumbnailServiceTest, TakesThePosterAtATenthOfALengthThatIsKnown) {
  add_with_metadata("first");
  EXPECT_EQ(picture(at(std::nullopt)).value(), std::string("0 ") + kFilmHere);
  ASSERT_TRUE(
      library_.put_probe(std::string(40, 'f'), FileIndex{0},
                         "streams.stream.0.codec_type=\"video\"\nstreams.stream.0.codec_name=\"h264\"\n"
                         "format.format_name=\"mp4\"\nformat.duration=\"5400\"\n"));
  EXPECT_EQ(picture(at(std::nullopt)).value(), std::string("540 ") + kFilmHere);
}

TEST_F(ThumbnailServiceTest, AnswersWithoutAPictureWhereTheBytesGiveNone) {
  add_with_metadata("first");
  ffmpeg_paints("false");
  EXPECT_EQ(picture(at(90)).value(), "");
}

TEST_F(ThumbnailServiceTest, RefusesTorrentsAndFilesThatAreNotThere) {
  EXPECT_EQ(picture(at(0)).error().code, ErrorCode::unknown_torrent);
  const auto torrent = add("first");
  EXPECT_EQ(picture(at(0)).error().code, ErrorCode::no_metadata);
  engine_.send_metadata(torrent->id());
  EXPECT_EQ(picture({{"first"}, FileIndex{9}, 0}).error().code, ErrorCode::unknown_file);
}

}  // namespace
}  // namespace magnetar::app
