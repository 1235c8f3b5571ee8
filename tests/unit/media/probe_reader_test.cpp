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

TEST(ProbeReader, ReadsTheTagsOfASongInAnyCase) {
  const std::string sound =
      "streams.stream.0.index=0\nstreams.stream.0.codec_type=\"audio\"\n"
      "streams.stream.0.codec_name=\"flac\"\n";
  const auto flac = read_probe(sound +
                               "format.format_name=\"flac\"\nformat.tags.ARTIST=\"The\\nKeepers\"\n"
                               "format.tags.Album=\"Low Tide\"\nformat.tags.title=\"Home\"\n");
  ASSERT_TRUE(flac);
  EXPECT_EQ(flac.value().tags.title, "Home");
  EXPECT_EQ(flac.value().tags.artist, "The Keepers");
  EXPECT_EQ(flac.value().tags.album, "Low Tide");
  const auto ogg = read_probe(sound + "streams.stream.0.tags.ARTIST=\"" + std::string(300, 'a') +
                              "\"\nformat.format_name=\"ogg\"\n");
  ASSERT_TRUE(ogg);
  EXPECT_EQ(ogg.value().tags.artist, std::string(200, 'a'));
  EXPECT_EQ(ogg.value().tags.album, "");
}

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

/// A stream's lines as ffprobe prints them: "codec_type=\"video\"" and so on.
std::string stream(int index, std::initializer_list<const char*> lines) {
  const auto before = "streams.stream." + std::to_string(index) + ".";
  auto text = before + "index=" + std::to_string(index) + "\n";
  for (const auto* line : lines) text += before + line + "\n";
  return text;
}

std::string picture(int index, const std::string& codec, std::initializer_list<const char*> more) {
  return stream(index, {R"(codec_type="video")"}) + "streams.stream." + std::to_string(index) +
         ".codec_name=\"" + codec + "\"\n" + stream(index, more);
}

const std::string kHour = "format.format_name=\"mov,mp4\"\nformat.duration=\"3600\"\n";
const std::string kSound =
    stream(9, {R"(codec_type="audio")", R"(codec_name="aac")", "channels=2", "sample_rate=48000"});

TEST(ProbeReader, AStillPictureDoesNotReplaceTheFilmBehindIt) {
  const auto film = picture(1, "h264", {"width=1280", "nb_frames=90000"});
  const std::vector<std::string> stills{
      picture(0, "mjpeg", {"width=640", "nb_frames=1", "disposition.default=1"}),
      picture(0, "png", {"width=640", R"(tags.DURATION="00:00:01.000000000")"}),
      picture(0, "mjpeg", {"width=640", "nb_frames=0"}),
      picture(0, "h264", {"width=640", "nb_frames=1"}),
      picture(0, "hevc", {"width=640", "disposition.still_image=1"}),
  };
  for (const auto& still : stills) {
    const auto probe = read_probe(kHour + still + film + kSound);
    ASSERT_TRUE(probe && probe.value().video) << still;
    EXPECT_EQ(probe.value().video->index, 1) << still;
  }
}

TEST(ProbeReader, OnePictureBesideSoundIsItsCover) {
  const auto probe = read_probe(kHour + picture(0, "mjpeg", {"width=640", "nb_frames=1"}) + kSound);
  ASSERT_TRUE(probe);
  EXPECT_FALSE(probe.value().video);
  const auto alone = read_probe(kHour + picture(0, "png", {"width=640", "nb_frames=1"}));
  ASSERT_TRUE(alone);
  EXPECT_TRUE(alone.value().video);
}

TEST(ProbeReader, AFilmOfSinglePicturesIsAFilm) {
  const auto probe = read_probe(kHour + picture(0, "mjpeg", {"width=640", "nb_frames=90000"}) + kSound);
  ASSERT_TRUE(probe && probe.value().video);
  EXPECT_TRUE(probe.value().video->first);
}

TEST(ProbeReader, TheSecondPictureIsWatchedWhenItIsTheOneMarkedAsDefault) {
  const auto both = picture(0, "h264", {"width=640", "disposition.default=0"}) +
                    picture(1, "h264", {"width=1280", "disposition.default=1"});
  const auto probe = read_probe(kHour + both + kSound);
  ASSERT_TRUE(probe && probe.value().video);
  EXPECT_EQ(probe.value().video->index, 1);
  EXPECT_FALSE(probe.value().video->first);
}

TEST(ProbeReader, ASoundThatWasNotReachedLeavesTheLookIncomplete) {
  const auto film = picture(0, "h264", {"width=1920", R"(pix_fmt="yuv420p")"});
  const auto unknown =
      stream(1, {R"(codec_type="audio")", R"(codec_name="aac")", "channels=0", "sample_rate=\"0\""});
  const auto probe = read_probe(kHour + film + unknown + kSound);
  ASSERT_TRUE(probe);
  EXPECT_FALSE(probe.value().complete);
  ASSERT_EQ(probe.value().audio.size(), 1U);
  EXPECT_EQ(probe.value().audio[0].index, 9);
  EXPECT_TRUE(read_probe(kHour + film + kSound).value().complete);
}

TEST(ProbeReader, APictureThatWasNotReachedLeavesTheLookIncomplete) {
  for (const auto* unknown : {R"(pix_fmt="unknown")", "width=0"}) {
    const auto probe = read_probe(kHour + picture(0, "h264", {"height=180", unknown}) + kSound);
    ASSERT_TRUE(probe && probe.value().video) << unknown;
    EXPECT_FALSE(probe.value().complete) << unknown;
    EXPECT_EQ(probe.value().video->pixel_format, "") << unknown;
  }
}

TEST(ProbeReader, KnowsSoundForThoseWhoDoNotSeeAndCommentary) {
  const std::vector<std::pair<const char*, AudioKind>> cases{
      {"disposition.visual_impaired=1", AudioKind::descriptions},
      {"disposition.descriptions=1", AudioKind::descriptions},
      {"disposition.comment=1", AudioKind::commentary},
      {"disposition.hearing_impaired=1", AudioKind::alternative},
      {"disposition.clean_effects=1", AudioKind::alternative},
      {R"x(tags.title="English [Audio Description]")x", AudioKind::descriptions},
      {R"x(tags.title="Deutsch (AD)")x", AudioKind::descriptions},
      {R"x(tags.title="Director's Commentary")x", AudioKind::commentary},
      {R"x(tags.title="Commentaire audio")x", AudioKind::commentary},
      {R"x(tags.title="Surround 5.1 (Adelaide)")x", AudioKind::main},
      {"disposition.default=1", AudioKind::main},
  };
  for (const auto& [line, kind] : cases) {
    const auto probe = read_probe(kHour + stream(0, {R"(codec_type="audio")", line}));
    ASSERT_TRUE(probe) << line;
    EXPECT_EQ(probe.value().audio.at(0).kind, kind) << line;
  }
}

TEST(ProbeReader, KnowsInterlacedPicturesAndThoseOfAHighRange) {
  for (const auto* order : {"tt", "bb", "tb", "bt"}) {
    const auto line = std::string("field_order=\"") + order + "\"";
    EXPECT_TRUE(read_probe(picture(0, "h264", {line.c_str()})).value().video->interlaced) << order;
  }
  for (const auto* line : {R"(field_order="progressive")", R"(field_order="unknown")"}) {
    EXPECT_FALSE(read_probe(picture(0, "h264", {line})).value().video->interlaced) << line;
  }
  const auto transfer = [](const char* line) {
    return read_probe(picture(0, "hevc", {line})).value().video->transfer;
  };
  EXPECT_EQ(transfer(R"(color_transfer="smpte2084")"), "smpte2084");
  EXPECT_EQ(transfer(R"(color_transfer="arib-std-b67")"), "arib-std-b67");
  EXPECT_EQ(transfer(R"(color_transfer="bt709")"), "");
}

TEST(ProbeReader, AFilmWhoseClockDoesNotBeginAtZeroIsAsLongAsItPlays) {
  const std::string late =
      "format.format_name=\"matroska,webm\"\nformat.start_time=\"3600\"\nformat.duration=\"3612\"\n" + kSound;
  const auto probe = read_probe(late + inspected_lines({FilmIndex::there, 3612.03}, 3600));
  ASSERT_TRUE(probe);
  EXPECT_NEAR(probe.value().duration, 12.03, 0.001);
  EXPECT_DOUBLE_EQ(read_probe(late + inspected_lines({FilmIndex::there, 0}, 3600)).value().duration, 3612);
}

TEST(ProbeReader, KnowsHowLongBeforeItsFirstPictureAFilmBegins) {
  const std::string film =
      "streams.stream.0.index=0\nstreams.stream.0.codec_name=\"h264\"\nstreams.stream.0.codec_type="
      "\"video\"\n"
      "streams.stream.0.width=320\nstreams.stream.0.height=180\nformat.format_name=\"mpegts\"\n"
      "format.start_time=\"1.400000\"\n";
  EXPECT_DOUBLE_EQ(read_probe(film).value().video->begins, 0);
  EXPECT_DOUBLE_EQ(read_probe(film + "streams.stream.0.start_time=\"9.400000\"\n").value().video->begins, 8);
  EXPECT_DOUBLE_EQ(read_probe(film + "streams.stream.0.start_time=\"1.200000\"\n").value().video->begins, 0);
}

TEST(ProbeReader, RemembersHowFarWasRead) {
  EXPECT_EQ(read_probe(kHour + kSound).value().reach, ProbeReach{});
  const ProbeReach far{8'000'000, 10'000'000};
  EXPECT_EQ(read_probe(kHour + kSound + reach_line(far)).value().reach, far);
}

}  // namespace
}  // namespace magnetar::media
