#include "media/prober.h"

#include <gtest/gtest.h>

#include <fstream>

#include "support/run_loop.h"
#include "support/temp_dir.h"

namespace magnetar::media {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;
using Answer = base::Result<Probe>;

class KeptProbes final : public ProbeCache {
 public:
  std::optional<std::string> find(const FilmKey& film) override {
    const auto found = kept.find(film);
    return found == kept.end() ? std::nullopt : std::optional(found->second);
  }
  void keep(const FilmKey& film, const std::string& text) override { kept[film] = text; }
  std::map<FilmKey, std::string> kept;
};

/// Answers within the call, which the real inspector never does.
class Looks final : public Inspector {
 public:
  void inspection(const Film&, bool measure, Inspected done) override {
    ++asked;
    if (failure) return done(*failure);
    done(Inspection{FilmIndex::none, measure ? end : 0});
  }
  void look_for_recordings(const Film&, Joined done) override {
    ++asked;
    if (failure) return done(*failure);
    done(recordings);
  }
  int asked = 0;
  Recordings recordings;
  double end = 48.5;
  std::optional<base::Error> failure;
};

/// Replaces ffprobe by a script with the test's output. It notes each start in a file.
class ProberTest : public testing::Test {
 protected:
  ProberTest() : launcher_(loop_.context(), folder_.path().string() + ":/usr/bin:/bin") {
    install("ffmpeg", ":");
  }

  void install(const std::string& name, const std::string& script) {
    std::ofstream(folder_ / name) << "#!/bin/sh\n" << script << "\n";
    fs::permissions(folder_ / name, fs::perms::owner_all);
  }
  void ffprobe_says(const std::string& script) {
    install("ffprobe", "[ \"$1\" = -version ] || echo >&2; " + script);
  }
  Answer probe(int file = 0) {
    std::optional<Answer> answer;
    prober_.probe({{"hash", base::FileIndex{file}}, "http://film", "Film"},
                  [&](const Answer& given) { answer = given; });
    EXPECT_TRUE(tests::run_until(loop_, [&] { return answer.has_value(); }));
    return *answer;
  }

  const tests::TempDir folder_;
  base::Loop loop_;
  KeptProbes cache_;
  Looks looks_;
  Launcher launcher_;
  Prober prober_{launcher_, loop_, cache_, looks_};
};

constexpr const char* kSound =
    "echo 'streams.stream.0.codec_type=\"audio\"'; echo 'format.format_name=\"mp3\"'";

TEST_F(ProberTest, KeepsWhatItFoundAndDoesNotLookTwice) {
  ffprobe_says(kSound);
  ASSERT_TRUE(probe());
  ffprobe_says("exit 1");
  const auto again = probe();
  ASSERT_TRUE(again);
  EXPECT_EQ(again.value().container, "mp3");
  EXPECT_EQ(probe(1).error().code, ErrorCode::media_unreadable);
}

constexpr const char* kMatroska =
    "echo 'streams.stream.0.codec_type=\"audio\"'; echo 'format.format_name=\"matroska,webm\"'";

TEST_F(ProberTest, LooksIntoMatroskaForItsIndexAndForALengthThatItDoesNotTell) {
  ffprobe_says(kMatroska);
  for (int times = 0; times < 2; ++times) {
    const auto found = probe();
    ASSERT_TRUE(found);
    EXPECT_EQ(found.value().index, FilmIndex::none);
    EXPECT_DOUBLE_EQ(found.value().duration, 48.5);
  }
  EXPECT_EQ(looks_.asked, 1);
  ffprobe_says(std::string(kMatroska) + "; echo 'format.duration=\"60.25\"'");
  EXPECT_DOUBLE_EQ(probe(1).value().duration, 60.25);
}

TEST_F(ProberTest, TakesWhatFfprobeSaysWhenALookFailsAndDoesNotKeepIt) {
  ffprobe_says(kMatroska);
  looks_.failure = base::Error{ErrorCode::timed_out, "the end of the film did not come"};
  const auto found = probe();
  ASSERT_TRUE(found);
  EXPECT_EQ(found.value().index, FilmIndex::there);
  EXPECT_TRUE(cache_.kept.empty());
}

constexpr const char* kTransport =
    "echo 'streams.stream.0.codec_type=\"audio\"'; echo 'format.format_name=\"mpegts\"'; echo "
    "'format.duration=\"12\"'";

TEST_F(ProberTest, TakesATransportStreamApart) {
  ffprobe_says(kTransport);
  EXPECT_DOUBLE_EQ(probe(0).value().duration, 12);
  looks_.recordings = {{{0, 0, "h264", {"mp2"}, 0}, {1880, 12, "h264", {"ac3"}, 0}}, 24};
  for (int times = 0; times < 2; ++times) {
    const auto found = probe(1);
    ASSERT_TRUE(found);
    EXPECT_DOUBLE_EQ(found.value().duration, 24);
    EXPECT_EQ(found.value().recordings, looks_.recordings.list);
  }
  EXPECT_EQ(looks_.asked, 2);
}

TEST_F(ProberTest, LooksAgainWhenWhatIsKeptIsOfAnotherVersion) {
  ffprobe_says(kSound);
  cache_.kept[{"hash", base::FileIndex{0}}] = "probe.version=0\nstreams.stream.0.codec_type=\"video\"\n";
  const auto found = probe();
  ASSERT_TRUE(found);
  EXPECT_FALSE(found.value().video);
}

TEST_F(ProberTest, AnswersAllWhoAskWithOneLook) {
  ffprobe_says(kSound);
  int answers = 0;
  for (int n = 0; n < 3; ++n) {
    prober_.probe({{"hash", base::FileIndex{0}}, "http://film", "Film"},
                  [&](const Answer& given) { answers += given ? 1 : 0; });
  }
  EXPECT_TRUE(tests::run_until(loop_, [&] { return answers == 3; }));
}

TEST_F(ProberTest, RefusesADescriptionWithoutEnd) {
  ffprobe_says("while :; do echo 'streams.stream.0.codec_type=\"audio\"'; done");
  EXPECT_EQ(probe().error().code, ErrorCode::media_unreadable);
  EXPECT_TRUE(cache_.kept.empty());
}

TEST_F(ProberTest, TellsLostBytesFromABadFilm) {
  ffprobe_says("echo 'http://film: Connection refused' >&2; exit 1");
  EXPECT_EQ(probe().error().code, ErrorCode::io_error);
  ffprobe_says("echo 'http://film: Invalid data found when processing input' >&2; exit 1");
  EXPECT_EQ(probe().error().code, ErrorCode::media_unreadable);
}

TEST_F(ProberTest, KnowsWhenFfmpegIsMissingAndWhenItCame) {
  fs::remove(folder_ / "ffmpeg");
  Launcher launcher(loop_.context(), folder_.path().string());
  Prober prober(launcher, loop_, cache_, looks_);
  std::optional<Answer> answer;
  prober.probe({{"hash", base::FileIndex{0}}, "http://film", "Film"},
               [&](const Answer& given) { answer = given; });
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->error().code, ErrorCode::ffmpeg_missing);
  install("ffmpeg", ":");
  ffprobe_says(kSound);
  EXPECT_TRUE(launcher.has_ffmpeg());
}

TEST_F(ProberTest, LooksIntoSixteenFilmsAtOnceAndNoMore) {
  ffprobe_says("exec sleep 1000");
  std::optional<Answer> answer;
  for (int n = 0; n < 17; ++n) {
    prober_.probe({{"hash", base::FileIndex{n}}, "http://film", "Film"},
                  [&](const Answer& given) { answer = given; });
  }
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->error().code, ErrorCode::encoder_busy);
}

TEST_F(ProberTest, LooksFurtherWhereASoundWasNotReachedAndTellsFfmpegHowFar) {
  ffprobe_says(R"(case "$*" in *"-probesize 1000000 "*) echo 'streams.stream.0.channels=0' ;;)"
               R"( *) echo 'streams.stream.0.channels=2' ;; esac;)"
               R"( echo 'streams.stream.0.codec_type="audio"'; echo 'streams.stream.0.codec_name="aac"';)"
               R"( echo 'format.format_name="mpegts"')");
  for (int times = 0; times < 2; ++times) {
    const auto found = probe();
    ASSERT_TRUE(found);
    EXPECT_EQ(found.value().audio.at(0).channels, 2);
    EXPECT_EQ(found.value().reach.bytes, 8'000'000);
  }
}

TEST_F(ProberTest, TakesWhatTheFirstLookToldWhenAFurtherOneFails) {
  ffprobe_says(R"(case "$*" in *"-probesize 1000000 "*) ;; *) exit 1 ;; esac;)"
               R"( echo 'streams.stream.0.codec_type="audio"'; echo 'streams.stream.0.codec_name="aac"';)"
               R"( echo 'streams.stream.0.channels=0'; echo 'format.format_name="mpegts"')");
  ASSERT_TRUE(probe());
  EXPECT_TRUE(cache_.kept.empty());
}

TEST_F(ProberTest, TakesPicturesUnderAnotherNumberOfATransportStreamForTheSame) {
  ffprobe_says(
      R"(case "$*" in *"-merge_pmt_versions 1"*) ;; *) echo 'streams.stream.1.codec_type="video"' ;; esac;)"
      R"( echo 'streams.stream.0.codec_type="video"'; echo 'format.format_name="mpegts"')");
  const auto found = probe();
  ASSERT_TRUE(found);
  EXPECT_EQ(found.value().videos, 1);
}

TEST_F(ProberTest, AMatroskaFileFromTheMiddleOfALongerOneIsAsLongAsItPlays) {
  ffprobe_says(std::string(kMatroska) +
               "; echo 'format.start_time=\"3600.0\"'; echo 'format.duration=\"3612.0\"'");
  looks_.end = 3612.5;
  EXPECT_DOUBLE_EQ(probe().value().duration, 12.5);
}

}  // namespace
}  // namespace magnetar::media
