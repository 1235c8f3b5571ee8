#include "media/probe_reader.h"

#include <gtest/gtest.h>

namespace magnetar::media {
namespace {

constexpr std::string_view kFilm = R"(streams.stream.0.index=0
streams.stream.0.codec_name="h264"
streams.stream.0.profile="High 10"
streams.stream.0.codec_type="video"
streams.stream.0.width=1920
streams.stream.0.height=1080
streams.stream.0.has_b_frames=2
streams.stream.0.pix_fmt="yuv420p10le"
streams.stream.0.level=41
streams.stream.0.avg_frame_rate="24000/1001"
streams.stream.0.disposition.attached_pic=0
streams.stream.1.index=1
streams.stream.1.codec_name="ac3"
streams.stream.1.codec_type="audio"
streams.stream.1.sample_rate="48000"
streams.stream.1.channels=6
streams.stream.1.disposition.default=1
streams.stream.1.tags.language="fre"
streams.stream.1.tags.title="L\"audio\nde \\Paris"
streams.stream.2.index=2
streams.stream.2.codec_name="subrip"
streams.stream.2.codec_type="subtitle"
streams.stream.2.disposition.forced=1
streams.stream.3.index=3
streams.stream.3.codec_name="mjpeg"
streams.stream.3.codec_type="video"
streams.stream.3.disposition.attached_pic=1
chapters.chapter.0.start_time="0.000000"
chapters.chapter.0.end_time="300.500000"
chapters.chapter.0.tags.title="Opening"
format.format_name="matroska,webm"
format.start_time="1000.500000"
format.duration="5400.250000"
format.bit_rate="4096000"
)";

TEST(ProbeReader, ReadsWhatFfprobeSaysOfAFilm) {
  const auto probe = read_probe(kFilm);
  ASSERT_TRUE(probe);
  const auto& film = probe.value();
  EXPECT_EQ(film.container, "matroska");
  EXPECT_DOUBLE_EQ(film.duration, 5400.25);
  EXPECT_EQ(film.bitrate, 512'000);
  EXPECT_DOUBLE_EQ(film.start_time, 1000.5);
  ASSERT_TRUE(film.video);
  EXPECT_EQ(film.video->codec, "h264");
  EXPECT_EQ(film.video->profile, "High 10");
  EXPECT_EQ(film.video->level, 41);
  EXPECT_EQ(film.video->bit_depth, 10);
  EXPECT_NEAR(film.video->fps, 23.976, 0.001);
  EXPECT_TRUE(film.video->reorders);
  ASSERT_EQ(film.audio.size(), 1U);
  EXPECT_EQ(film.audio[0].channels, 6);
  EXPECT_EQ(film.audio[0].sample_rate, 48000);
  EXPECT_EQ(film.audio[0].language, "fre");
  EXPECT_EQ(film.audio[0].title, "L\"audio de \\Paris");
  EXPECT_TRUE(film.audio[0].is_default);
  ASSERT_EQ(film.subtitles.size(), 1U);
  EXPECT_TRUE(film.subtitles[0].forced);
  ASSERT_EQ(film.chapters.size(), 1U);
  EXPECT_EQ(film.chapters[0].title, "Opening");
}

TEST(ProbeReader, KnowsThatAnUnknownProfileIsNone) {
  const auto probe = read_probe(
      "streams.stream.0.index=0\nstreams.stream.0.codec_type=\"audio\"\n"
      "streams.stream.0.codec_name=\"aac\"\nstreams.stream.0.profile=\"unknown\"\n");
  ASSERT_TRUE(probe);
  EXPECT_EQ(probe.value().audio.at(0).profile, "");
}

TEST(ProbeReader, DoesNotTakeACoverForAPicture) {
  const auto probe = read_probe(
      "streams.stream.0.codec_type=\"video\"\nstreams.stream.0.disposition.attached_pic=1\n"
      "streams.stream.1.codec_type=\"audio\"\nformat.format_name=\"mov,mp4,m4a,3gp,3g2,mj2\"\n");
  ASSERT_TRUE(probe);
  EXPECT_FALSE(probe.value().video);
  EXPECT_EQ(probe.value().container, "mp4");
}

TEST(ProbeReader, RefusesAFileWithoutPictureAndSound) {
  for (const std::string_view text :
       {"", "format.format_name=\"avi\"\n", "streams.stream.0.codec_type=\"data\"\n"}) {
    const auto probe = read_probe(text);
    ASSERT_FALSE(probe);
    EXPECT_EQ(probe.error().code, base::ErrorCode::media_unreadable);
  }
}

TEST(ProbeReader, RefusesMoreThanAMebibyte) {
  EXPECT_TRUE(read_probe("streams.stream.0.codec_type=\"audio\"\n" + std::string(1'000'000, '\n')));
  EXPECT_FALSE(read_probe("streams.stream.0.codec_type=\"audio\"\n" + std::string(1'048'576, '\n')));
}

TEST(ProbeReader, LeavesOutTracksAndChaptersBeyondTheLimits) {
  std::string text;
  for (int n = 0; n < 300; ++n) text += "streams.stream." + std::to_string(n) + ".codec_type=\"audio\"\n";
  for (int n = 0; n < 900; ++n) text += "chapters.chapter." + std::to_string(n) + ".start_time=\"1\"\n";
  const auto probe = read_probe(text);
  ASSERT_TRUE(probe);
  EXPECT_EQ(probe.value().audio.size(), 128U);
  EXPECT_EQ(probe.value().chapters.size(), 500U);
}

TEST(ProbeReader, CutsTextsBetweenCharactersAndRemovesControls) {
  std::string title(199, 'a');
  title += "\xC3\xA9 and more";
  const auto probe = read_probe("streams.stream.0.codec_type=\"audio\"\nstreams.stream.0.tags.title=\"" +
                                title + "\"\nstreams.stream.0.tags.language=\"a\tb\x7F\"\n");
  ASSERT_TRUE(probe);
  EXPECT_EQ(probe.value().audio[0].title, std::string(199, 'a'));
  EXPECT_EQ(probe.value().audio[0].language, "a b ");
}

TEST(ProbeReader, TakesNumbersThatCannotBeForUnknown) {
  for (const std::string value : {"\"nan\"", "\"inf\"", "\"-5\"", "\"1e300\"", "\"12x\"", "\"\"", "N/A"}) {
    const auto probe = read_probe(
        "streams.stream.0.codec_type=\"video\"\nstreams.stream.0.avg_frame_rate=\"1/0\"\n"
        "format.duration=" +
        value + "\nformat.bit_rate=" + value + "\n");
    ASSERT_TRUE(probe) << value;
    EXPECT_EQ(probe.value().duration, 0) << value;
    EXPECT_EQ(probe.value().bitrate, 0) << value;
    EXPECT_EQ(probe.value().video->fps, 0) << value;
  }
}

TEST(ProbeReader, SurvivesLinesOfAnyForm) {
  for (const std::string_view line :
       {"=", "a", "streams.stream.=1", "streams.stream.99999999999.index=1", "streams.stream.-1.index=1",
        "streams.stream.1=5", "streams.stream.0.codec_type=\"audio", "format.=\"\\",
        "chapters.chapter.0.\"=\"\"\""}) {
    EXPECT_FALSE(read_probe(line)) << line;
  }
}

}  // namespace
}  // namespace magnetar::media
