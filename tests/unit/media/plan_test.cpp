#include "media/plan.h"

#include <gtest/gtest.h>

namespace magnetar::media {
namespace {

// Codecs that both Firefox and Chromium play.
const BrowserCan kBoth{{"avc1", "av01", "vp9", "mp4a", "opus", "flac", "mp3"},
                       {"mp4", "webm", "mp3", "ogg", "flac", "wav", "aac"}};

BrowserCan with(std::string codec) {
  auto can = kBoth;
  can.mse.insert(std::move(codec));
  return can;
}

VideoTrack picture(std::string codec, std::string profile = {}, int bits = 8,
                   std::string format = "yuv420p") {
  VideoTrack video;
  video.codec = std::move(codec);
  video.profile = std::move(profile);
  video.level = 40;
  video.bit_depth = bits;
  video.pixel_format = std::move(format);
  video.width = 1280;
  video.height = 720;
  return video;
}

AudioTrack sound(int index, std::string codec, std::string profile = {}) {
  AudioTrack audio;
  audio.index = index;
  audio.codec = std::move(codec);
  audio.profile = std::move(profile);
  return audio;
}

Probe film(std::string container, VideoTrack video, std::vector<AudioTrack> audio) {
  Probe probe;
  probe.container = std::move(container);
  probe.video = std::move(video);
  probe.audio = std::move(audio);
  return probe;
}

struct Case {
  const char* container;
  VideoTrack video;
  const char* audio;
  BrowserCan can;
  const char* expected;  ///< mode, picture, sound, reason
};

std::string words(const Plan& plan) {
  return std::string(name(plan.mode)) + " " + std::string(name(plan.video)) + " " +
         std::string(name(plan.audio)) + " " + std::string(name(plan.reason));
}

TEST(Plan, TakesSubtitlesAlongThatAPageCanShow) {
  auto probe = film("matroska", picture("h264"), {sound(1, "aac")});
  int index = 2;
  for (const char* codec : {"subrip", "ass", "hdmv_pgs_subtitle", "dvb_teletext"}) {
    probe.subtitles.emplace_back().index = index++;
    probe.subtitles.back().codec = codec;
  }
  probe.subtitles[0].text = probe.subtitles[1].text = true;
  const auto plan = [&](std::optional<int> track) {
    Wish wish;
    wish.repackage = true;
    wish.subtitle_track = track;
    return make_plan(probe, "a.mkv", kBoth, wish);
  };
  EXPECT_EQ(plan(2).subtitle_track, 2);
  EXPECT_EQ(plan(2).subtitle_form, SubtitleForm::vtt);
  EXPECT_EQ(plan(3).subtitle_form, SubtitleForm::ass);
  EXPECT_EQ(plan(4).subtitle_form, SubtitleForm::sup);
  for (const std::optional<int> none : {std::optional(5), std::optional(1), std::optional<int>()}) {
    EXPECT_EQ(plan(none).subtitle_track, std::nullopt);
    EXPECT_EQ(plan(none).subtitle_form, std::nullopt);
  }
}

TEST(Plan, FollowsFromContainerPictureAndSound) {
  auto reordered = picture("h264", "High");
  reordered.reorders = true;
  const std::vector<Case> cases{
      {"mp4", picture("h264", "High"), "aac", kBoth, "direct none none playable"},
      {"mp4", picture("h264", "High"), "ac3", kBoth, "repackage copy aac audio_codec"},
      {"mp4", picture("hevc", "Main"), "aac", kBoth, "repackage h264 copy video_codec"},
      {"mp4", picture("hevc", "Main"), "aac", with("hvc1"), "direct none none playable"},
      {"mp4", picture("mpeg4"), "aac", kBoth, "repackage h264 copy video_codec"},
      {"matroska", picture("h264", "High"), "aac", kBoth, "repackage copy copy container"},
      {"matroska", picture("h264", "High"), "dts", kBoth, "repackage copy aac container"},
      {"matroska", picture("h264", "High"), "flac", kBoth, "repackage copy copy container"},
      {"matroska", picture("h264", "High"), "vorbis", kBoth, "repackage copy aac container"},
      {"matroska", picture("h264", "High 10", 10, "yuv420p10le"), "aac", kBoth,
       "repackage h264 copy container"},
      {"matroska", picture("h264", "High 10", 10, "yuv420p10le"), "aac", with("avc1.high10"),
       "repackage copy copy container"},
      {"matroska", picture("h264", "High 4:4:4 Predictive", 8, "yuv444p"), "aac", kBoth,
       "repackage h264 copy container"},
      {"matroska", picture("hevc", "Main"), "eac3", with("hvc1"), "repackage copy aac container"},
      {"matroska", picture("hevc", "Main 10", 10, "yuv420p10le"), "aac", with("hvc1"),
       "repackage h264 copy container"},
      {"matroska", picture("hevc", "Main 10", 10, "yuv420p10le"), "aac", with("hvc1.main10"),
       "repackage copy copy container"},
      {"matroska", picture("vp9"), "opus", kBoth, "repackage copy copy container"},
      {"matroska", picture("av1"), "opus", kBoth, "repackage copy copy container"},
      {"matroska", picture("vp8"), "vorbis", kBoth, "repackage h264 aac container"},
      {"matroska", picture("mpeg2video"), "pcm_s16le", kBoth, "repackage h264 aac container"},
      {"avi", picture("mpeg4"), "mp3", kBoth, "repackage h264 copy container"},
      {"avi", picture("h264", "Baseline"), "aac", kBoth, "repackage copy aac container"},
      {"avi", reordered, "mp3", kBoth, "repackage h264 copy container"},
      {"h264", reordered, "mp3", kBoth, "repackage h264 copy container"},
      {"mxf", reordered, "mp3", kBoth, "repackage copy copy container"},
      {"mpegts", picture("h264", "High"), "aac", kBoth, "repackage copy copy container"},
      {"mpegts", picture("h264", "High"), "aac_latm", kBoth, "repackage copy aac container"},
      {"mpeg", picture("mpeg2video"), "mp2", kBoth, "repackage h264 aac container"},
      {"matroska", picture("h264", "High"), "mp3", {{"avc1", "mp4a"}, {}}, "repackage copy aac container"},
      {"mp4", picture("h264", "High"), "aac", {{}, {}}, "repackage h264 aac container"},
  };
  for (const auto& [container, video, audio, can, expected] : cases) {
    const auto plan = make_plan(film(container, video, {sound(1, audio)}), "Film", can, {});
    EXPECT_EQ(words(plan), expected) << container << " " << video.codec << " " << video.profile << " "
                                     << audio;
  }
}

TEST(Plan, LeavesWebmWithVp8AloneWhereTheBrowserOpensIt) {
  const auto probe = film("matroska", picture("vp8"), {sound(1, "vorbis")});
  EXPECT_EQ(words(make_plan(probe, "Film.webm", kBoth, {})), "direct none none playable");
  EXPECT_EQ(words(make_plan(probe, "Film.webm", {{"avc1", "mp4a"}, {"mp4"}}, {})),
            "repackage h264 aac container");
}

TEST(Plan, LeavesSoundAloneThatTheBrowserPlays) {
  const std::vector<std::tuple<const char*, const char*, const char*>> cases{
      {"mp3", "mp3", "direct none none playable"},           {"flac", "flac", "direct none none playable"},
      {"ogg", "vorbis", "direct none none playable"},        {"mp4", "aac", "direct none none playable"},
      {"wav", "pcm_s16le", "direct none none playable"},     {"wav", "dts", "repackage none aac audio_codec"},
      {"mp4", "alac", "repackage none aac audio_codec"},     {"ape", "ape", "repackage none aac container"},
      {"matroska", "flac", "repackage none copy container"},
  };
  for (const auto& [container, codec, expected] : cases) {
    Probe probe;
    probe.container = container;
    probe.audio = {sound(0, codec)};
    EXPECT_EQ(words(make_plan(probe, "Song", kBoth, {})), expected) << container << " " << codec;
  }
}

TEST(Plan, HearsTheMarkedTrackThenTheFirstThenTheChosen) {
  auto probe = film("mp4", picture("h264", "High"), {sound(1, "aac"), sound(2, "ac3")});
  EXPECT_EQ(make_plan(probe, "Film.mp4", kBoth, {}).audio_track, 1);
  Wish wish;
  wish.audio_track = 2;
  auto chosen = make_plan(probe, "Film.mp4", kBoth, wish);
  EXPECT_EQ(words(chosen), "repackage copy aac audio_track");
  EXPECT_EQ(chosen.audio_track, 2);
  wish.audio_track = 7;
  EXPECT_EQ(make_plan(probe, "Film.mp4", kBoth, wish).audio_track, 1);
  probe.audio[1].is_default = true;
  EXPECT_EQ(make_plan(probe, "Film.mp4", kBoth, {}).audio_track, 2);
}

TEST(Plan, FollowsAWishForARepackagedOrNewPicture) {
  const auto probe = film("mp4", picture("h264", "High"), {sound(1, "aac")});
  EXPECT_EQ(words(make_plan(probe, "Film.mp4", kBoth, {{}, false, true, {}})), "repackage copy copy asked");
  EXPECT_EQ(words(make_plan(probe, "Film.mp4", kBoth, {{}, true, true, {}})), "repackage h264 copy asked");
}

TEST(Plan, KnowsThatNothingIsNothing) {
  EXPECT_EQ(words(make_plan({}, "Film.mp4", kBoth, {})), "unplayable none none nothing");
}

TEST(Plan, NamesTheTypeOnlyWhereAllOfItIsKnown) {
  const auto mime = [](VideoTrack video, const char* audio, const BrowserCan& can) {
    return make_plan(film("matroska", std::move(video), {sound(1, audio)}), "Film", can, {}).mime;
  };
  EXPECT_EQ(mime(picture("h264", "High"), "ac3", kBoth), "video/mp4; codecs=\"avc1.640028,mp4a.40.2\"");
  EXPECT_EQ(mime(picture("h264", "Constrained Baseline"), "opus", kBoth),
            "video/mp4; codecs=\"avc1.42c028,opus\"");
  EXPECT_EQ(mime(picture("mpeg4"), "aac", kBoth), "video/mp4; codecs=\"avc1.42c028,mp4a.40.2\"");
  EXPECT_EQ(mime(picture("vp9"), "aac", kBoth), "");
  EXPECT_EQ(mime(picture("h264", "High"), "mp3", kBoth), "");
}

TEST(Plan, SoundForThoseWhoDoNotSeeAndCommentaryAreNotHeardByDefault) {
  for (const auto kind : {AudioKind::descriptions, AudioKind::commentary, AudioKind::alternative}) {
    auto probe =
        film("matroska", picture("h264", "High"), {sound(1, "aac"), sound(2, "aac"), sound(3, "aac")});
    probe.audio[0].kind = kind;
    probe.audio[0].is_default = true;
    EXPECT_EQ(make_plan(probe, "a.mkv", kBoth, {}).audio_track, 2);
    probe.audio[2].is_default = true;
    EXPECT_EQ(make_plan(probe, "a.mkv", kBoth, {}).audio_track, 3);
    probe.audio.resize(1);
    EXPECT_EQ(make_plan(probe, "a.mkv", kBoth, {}).audio_track, 1);
  }
}

TEST(Plan, ABrowserThatWouldPlayTheDescriptionsGetsTheOtherSound) {
  auto probe = film("mp4", picture("h264", "High"), {sound(1, "aac"), sound(2, "aac")});
  EXPECT_EQ(words(make_plan(probe, "a.mp4", kBoth, {})), "direct none none playable");
  probe.audio[0].kind = AudioKind::descriptions;
  EXPECT_EQ(words(make_plan(probe, "a.mp4", kBoth, {})), "repackage copy copy audio_track");
}

TEST(Plan, AFilmBehindAnotherOneIsRepackaged) {
  auto probe = film("mp4", picture("h264", "High"), {sound(2, "aac")});
  probe.video->first = false;
  EXPECT_EQ(words(make_plan(probe, "a.mp4", kBoth, {})), "repackage copy copy video_track");
}

TEST(Plan, SoundBesideTheFilmIsJudgedByItsOwnFile) {
  const auto avi = film("avi", picture("h264"), {sound(1, "mp3")});
  Wish wish;
  wish.sound.emplace();
  wish.sound->container = "matroska";
  wish.sound->audio = {sound(0, "aac", "LC"), sound(1, "ac3")};
  const auto copied = make_plan(avi, "a.avi", kBoth, wish);
  EXPECT_EQ(copied.audio_track, 0);
  EXPECT_EQ(copied.audio, AudioWork::copy);
  wish.audio_track = 1;
  EXPECT_EQ(make_plan(avi, "a.avi", kBoth, wish).audio, AudioWork::aac);
  EXPECT_EQ(words(make_plan(film("mp4", picture("h264"), {}), "a.mp4", kBoth, wish)),
            "repackage copy aac audio_track");
}

TEST(Plan, APictureThatBeginsBehindTheSoundIsCopied) {
  for (const auto* container : {"matroska", "mpegts", "mp4"}) {
    auto probe = film(container, picture("h264", "", 8, ""), {sound(1, "ac3")});
    EXPECT_EQ(make_plan(probe, "a", kBoth, {}).video, VideoWork::copy) << container;
    probe.video->profile = "High 4:4:4 Predictive";
    EXPECT_EQ(make_plan(probe, "a", kBoth, {}).video, VideoWork::h264) << container;
  }
}

}  // namespace
}  // namespace magnetar::media
