#include "media/ffmpeg_command.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "unit/media/plain_film.h"

namespace magnetar::media {
namespace {

TEST(FfmpegCommand, CopiesAPictureAndEncodesSoundWithExactTimes) {
  EXPECT_EQ(
      joined(ffmpeg_arguments(film("matroska", "h264"), repackage(VideoWork::copy, AudioWork::aac), kUrl,
                              61.25)),
      "-v warning -nostdin -probesize 1000000 -analyzeduration 1000000 -fpsprobesize 0"
      " -protocol_whitelist http,tcp -format_whitelist "
      "matroska,mov,avi,mpegts,mpeg,flv,asf,ogg,rm,mp3,aac,flac,"
      "wav,w64,aiff,caf,ac3,eac3,dts,truehd,ape,wv,tta,mxf,gxf,wtv,dv,nut,nuv,ivf,obu,h264,hevc,mpegvideo,"
      "m4v,vc1,mjpeg,yuv4mpegpipe,bink,smk,flic,au,amr,mpc,mpc8,dtshd,mlp,tak,shn,dsf,iff,qcp,gsm,voc,oma,"
      "xwma -reconnect 1 -ss 61.250 -noaccurate_seek -copyts"
      " -start_at_zero -i " +
          kUrl +
          " -map 0:0 -c:v copy -bsf:v noise=amount=0:drop=lt(pts\\,startpts) -map 0:1 -c:a aac -ac 2 "
          "-b:a 192k -sn -dn -map_metadata -1 -map_chapters -1"
          " -avoid_negative_ts disabled -max_interleave_delta 2000000 -output_ts_offset 10 -f mp4 "
          "-use_editlist 0"
          " -movflags frag_keyframe+default_base_moof+frag_discont+empty_moov -frag_duration 250000"
          " -flush_packets 1 pipe:1");
}

TEST(FfmpegCommand, ReadsATransportStreamFromItsBeginningWhereItHasNoPicturesYet) {
  auto probe = film("mpegts", "h264");
  const auto plan = repackage(VideoWork::copy, AudioWork::aac);
  probe.video->begins = 8;
  EXPECT_FALSE(has(ffmpeg_arguments(probe, plan, kUrl, 15), "-ss"));
  EXPECT_TRUE(has(ffmpeg_arguments(probe, plan, kUrl, 30), "-ss 18.000"));
  probe.container = "avi";
  EXPECT_TRUE(has(ffmpeg_arguments(probe, plan, kUrl, 15), "-ss"));
}

TEST(FfmpegCommand, ReadsSoundBesideTheFilmFromTheSamePlaceOn) {
  Sound sound{"http://sound", {}};
  sound.probe.container = "matroska";
  sound.probe.audio.emplace_back().index = 3;
  auto plan = repackage(VideoWork::copy, AudioWork::aac);
  plan.audio_track = 3;
  const auto begun = ffmpeg_arguments(film("matroska", "h264"), plan, kUrl, 0, sound);
  EXPECT_TRUE(has(begun, "-reconnect 1 -i http://sound -map 0:0"));
  EXPECT_TRUE(has(begun, "-map 1:3 -c:a aac"));
  EXPECT_FALSE(has(begun, "-ss"));
  const auto film_at = ffmpeg_arguments(film("matroska", "h264"), plan, kUrl, 61.25, sound);
  EXPECT_TRUE(has(film_at, "-ss 61.250 -i http://sound"));
  const auto broadcast = ffmpeg_arguments(film("mpegts", "h264"), plan, kUrl, 61.25, sound);
  EXPECT_TRUE(has(broadcast, "-ss 49.250 -i http://sound"));
  EXPECT_FALSE(has(broadcast, "-copyts"));
  auto cut = film("matroska", "h264");
  cut.index = FilmIndex::none;
  sound.probe.start_time = 2;
  EXPECT_TRUE(
      has(ffmpeg_arguments(cut, plan, kUrl, 61.25, sound), "-ss 49.250 -itsoffset -2.000 -i http://sound"));
}

TEST(FfmpegCommand, WritesASubtitleTrackBesideTheFilm) {
  auto plan = repackage(VideoWork::copy, AudioWork::aac);
  EXPECT_FALSE(has(ffmpeg_arguments(film("matroska", "h264"), plan, kUrl, 0), "pipe:3"));
  plan.subtitle_track = 4;
  const auto ends = [&](SubtitleForm form, const std::string& codec, const std::string& rest) {
    plan.subtitle_form = form;
    const auto text = joined(ffmpeg_arguments(film("matroska", "h264"), plan, kUrl, 0));
    return text.ends_with(" pipe:1 -map 0:4 -c:s " + codec +
                          " -map_metadata -1 -map_chapters -1 -flush_packets 1 " + rest + " pipe:3");
  };
  EXPECT_TRUE(ends(SubtitleForm::vtt, "webvtt", "-f webvtt"));
  EXPECT_TRUE(ends(SubtitleForm::ass, "copy", "-ignore_readorder 1 -f ass"));
  EXPECT_TRUE(ends(SubtitleForm::sup, "copy", "-f sup"));
  EXPECT_TRUE(ends(SubtitleForm::dvb, "copy", "-mpegts_copyts 1 -f mpegts"));
}

TEST(FfmpegCommand, KeepsALineOfTextWithABadByte) {
  auto plan = repackage(VideoWork::copy, AudioWork::aac);
  plan.subtitle_track = 4;
  plan.subtitle_form = SubtitleForm::vtt;
  EXPECT_TRUE(has(ffmpeg_arguments(film("matroska", "h264"), plan, kUrl, 0), "-sub_charenc_mode"));
  plan.subtitle_form = SubtitleForm::sup;
  EXPECT_FALSE(has(ffmpeg_arguments(film("matroska", "h264"), plan, kUrl, 0), "-sub_charenc_mode"));
}

TEST(FfmpegCommand, TurnsPicturesOfADiscIntoThoseOfTelevision) {
  auto disc = film("matroska", "h264");
  disc.subtitles.emplace_back().index = 4;
  auto plan = repackage(VideoWork::copy, AudioWork::aac);
  plan.subtitle_track = 4;
  plan.subtitle_form = SubtitleForm::dvb;
  disc.subtitles[0].codec = "dvd_subtitle";
  EXPECT_TRUE(joined(ffmpeg_arguments(disc, plan, kUrl, 0)).find(" -map 0:4 -c:s dvbsub ") !=
              std::string::npos);
  disc.subtitles[0].codec = "dvb_subtitle";
  EXPECT_TRUE(joined(ffmpeg_arguments(disc, plan, kUrl, 0)).find(" -map 0:4 -c:s copy ") !=
              std::string::npos);
}

TEST(FfmpegCommand, DoesNotSeekToTheBeginning) {
  const auto plan = repackage(VideoWork::copy, AudioWork::copy);
  EXPECT_FALSE(has(ffmpeg_arguments(film("matroska", "h264"), plan, kUrl, 0), "-ss"));
  EXPECT_FALSE(has(ffmpeg_arguments(film("mpegts", "h264"), plan, kUrl, 11), "-ss"));
}

TEST(FfmpegCommand, EncodesFromThePictureThatIsShownAtThePlace) {
  const auto arguments =
      ffmpeg_arguments(film("avi", "mpeg4"), repackage(VideoWork::h264, AudioWork::copy), kUrl, 60);
  EXPECT_TRUE(has(arguments, "-ss 59.900 -copyts"));
  EXPECT_TRUE(has(arguments, "-c:v libx264 -preset ultrafast -tune zerolatency -crf 23 -profile:v baseline"));
  EXPECT_TRUE(has(arguments, "-fps_mode passthrough -enc_time_base 1/90000 -vf format=yuv420p"));
}

TEST(FfmpegCommand, BeginsEarlyInContainersWithoutAnIndexAndDropsWhatItDoesNotEncode) {
  const auto copy =
      ffmpeg_arguments(film("mpegts", "h264"), repackage(VideoWork::copy, AudioWork::aac), kUrl, 60);
  EXPECT_TRUE(has(copy, "-ss 48.000 -noaccurate_seek"));
  EXPECT_FALSE(has(copy, "trim"));
  const auto encode =
      ffmpeg_arguments(film("mpeg", "mpeg2video"), repackage(VideoWork::h264, AudioWork::aac), kUrl, 60);
  EXPECT_TRUE(has(encode, "-ss 47.900 -dts_delta_threshold"));
  EXPECT_TRUE(has(encode, "-vf trim=start=12.000,bwdif=mode=send_frame:deint=interlaced,format=yuv420p"));
  EXPECT_TRUE(has(encode, "-af atrim=start=12.000"));
}

TEST(FfmpegCommand, IsGivenAMatroskaWithoutIndexFromAPlaceOn) {
  auto probe = film("matroska", "h264");
  probe.start_time = 1.5;
  Film source;
  source.url = kUrl;
  source.cut_url = "http://127.0.0.1:1/t/torrents/a/cut/0/";
  source.viewer = "v";
  const auto plan = repackage(VideoWork::copy, AudioWork::aac);
  EXPECT_EQ(input_url(source, probe, plan, 60), kUrl);
  probe.index = FilmIndex::none;
  EXPECT_EQ(input_url(source, probe, plan, 60), "http://127.0.0.1:1/t/torrents/a/cut/0/48000?viewer=v");
  EXPECT_EQ(input_url(source, probe, plan, 12), kUrl);
  const auto copy = ffmpeg_arguments(probe, plan, "http://cut", 60);
  EXPECT_TRUE(has(copy, "-reconnect 1 -copyts -itsoffset -1.500 -i http://cut"));
  EXPECT_FALSE(has(copy, "-ss"));
  const auto encode = ffmpeg_arguments(probe, repackage(VideoWork::h264, AudioWork::aac), "http://cut", 60);
  EXPECT_TRUE(has(encode, "-vf trim=start=59.900,format=yuv420p"));
  EXPECT_TRUE(has(ffmpeg_arguments(probe, plan, kUrl, 12), "-copyts -start_at_zero -i"));
}

TEST(FfmpegCommand, WaitsWithTheHeaderForAacOfTransportStreams) {
  const auto copy =
      ffmpeg_arguments(film("mpegts", "h264"), repackage(VideoWork::copy, AudioWork::copy), kUrl, 0);
  EXPECT_TRUE(has(copy, "-bsf:a aac_adtstoasc"));
  EXPECT_TRUE(has(copy, "frag_discont+delay_moov"));
  EXPECT_FALSE(has(copy, "empty_moov"));
}

TEST(FfmpegCommand, TagsHevcAsBrowsersKnowIt) {
  EXPECT_TRUE(
      has(ffmpeg_arguments(film("matroska", "hevc"), repackage(VideoWork::copy, AudioWork::none), kUrl, 0),
          "-c:v copy -tag:v hvc1 -bsf:v"));
}

TEST(FfmpegCommand, KeepsPicturesWithinFullHdAndEven) {
  auto probe = film("matroska", "mpeg4");
  const auto plan = repackage(VideoWork::h264, AudioWork::none);
  probe.video->width = 3840;
  probe.video->height = 1600;
  EXPECT_TRUE(has(ffmpeg_arguments(probe, plan, kUrl, 0),
                  "scale=w=1920:h=1080:force_original_aspect_ratio=decrease"));
  probe.video->width = 719;
  probe.video->height = 576;
  EXPECT_TRUE(
      has(ffmpeg_arguments(probe, plan, kUrl, 0), "scale=w=trunc(iw/2)*2:h=trunc(ih/2)*2,format=yuv420p"));
}

TEST(FfmpegCommand, MakesPicturesOfTheHeightThatTheMachineKeepsUpWith) {
  auto probe = film("matroska", "hevc");
  auto plan = repackage(VideoWork::h264, AudioWork::none);
  plan.height = 480;
  EXPECT_TRUE(has(ffmpeg_arguments(probe, plan, kUrl, 0),
                  "scale=w=853:h=480:force_original_aspect_ratio=decrease:force_divisible_by=2"));
  plan.height = 720;
  EXPECT_FALSE(has(ffmpeg_arguments(probe, plan, kUrl, 0), "scale"));
}

TEST(FfmpegCommand, EncodesOnGraphicsProcessors) {
  auto plan = repackage(VideoWork::h264, AudioWork::none);
  plan.encoder = Encoder::vaapi;
  const auto vaapi = ffmpeg_arguments(film("matroska", "hevc"), plan, kUrl, 0);
  EXPECT_TRUE(joined(vaapi).starts_with("-v warning -nostdin -vaapi_device /dev/dri/renderD128 "));
  EXPECT_TRUE(has(vaapi, "-c:v h264_vaapi -profile:v constrained_baseline -level 40 -qp 23 -bf 0"));
  EXPECT_TRUE(has(vaapi, "-vf format=nv12,hwupload"));
  plan.encoder = Encoder::nvenc;
  const auto nvenc = ffmpeg_arguments(film("matroska", "hevc"), plan, kUrl, 0);
  EXPECT_TRUE(has(nvenc, "-c:v h264_nvenc"));
  EXPECT_TRUE(has(nvenc, "-vf format=yuv420p"));
  EXPECT_FALSE(has(nvenc, "vaapi"));
}

TEST(FfmpegCommand, MakesSoundAlone) {
  auto probe = film("matroska", "h264");
  probe.video.reset();
  const auto arguments = ffmpeg_arguments(probe, repackage(VideoWork::none, AudioWork::aac), kUrl, 100);
  EXPECT_TRUE(has(arguments, "-ss 100.000 -copyts"));
  EXPECT_TRUE(has(arguments, "-vn -map 0:1"));
}

TEST(FfmpegCommand, NeverOpensWhatNamesOtherFiles) {
  for (const auto& arguments :
       {ffprobe_arguments(kUrl),
        ffmpeg_arguments(film("avi", "mpeg4"), repackage(VideoWork::h264, AudioWork::aac), kUrl, 9)}) {
    const auto protocols = std::find(arguments.begin(), arguments.end(), "-protocol_whitelist");
    ASSERT_NE(protocols, arguments.end());
    EXPECT_EQ(*(protocols + 1), "http,tcp");
    const auto formats = std::find(arguments.begin(), arguments.end(), "-format_whitelist");
    ASSERT_NE(formats, arguments.end());
    for (const char* bad : {"hls", "concat", "dash", "sdp", "image2", "lavfi", "rtsp", "imf", "webm_dash"})
      EXPECT_EQ((formats + 1)->find(bad), std::string::npos) << bad;
    const auto input = std::find(arguments.begin(), arguments.end(), "-i");
    ASSERT_NE(input, arguments.end());
    EXPECT_LT(formats, input);
    EXPECT_EQ(*(input + 1), kUrl);
  }
}

TEST(FfmpegCommand, FollowsAClockThatJumpsAndKeepsTheTimesOfTheFilm) {
  auto plan = repackage(VideoWork::copy, AudioWork::aac);
  plan.subtitle_track = 4;
  plan.subtitle_form = SubtitleForm::sup;
  for (const auto* container : {"mpegts", "mpeg"}) {
    const auto begun = ffmpeg_arguments(film(container, "h264"), plan, kUrl, 0);
    EXPECT_TRUE(has(begun, "-dts_delta_threshold 3 -i ")) << container;
    EXPECT_FALSE(has(begun, "-copyts")) << container;
    EXPECT_TRUE(has(begun, "-output_ts_offset 10 -f mp4")) << container;
    EXPECT_FALSE(has(begun, "-output_ts_offset 0")) << container;
    const auto later = ffmpeg_arguments(film(container, "h264"), plan, kUrl, 60.5);
    EXPECT_TRUE(has(later, "-ss 48.500 -noaccurate_seek -dts_delta_threshold 3 -i ")) << container;
    EXPECT_TRUE(has(later, "-output_ts_offset 58.500 -f mp4")) << container;
    EXPECT_TRUE(has(later, "pipe:1 -output_ts_offset 48.500 -map 0:4")) << container;
  }
  EXPECT_TRUE(has(ffmpeg_arguments(film("mpegts", "h264"), plan, kUrl, 0), "-merge_pmt_versions 1"));
  EXPECT_FALSE(has(ffmpeg_arguments(film("mpeg", "h264"), plan, kUrl, 0), "-merge_pmt_versions"));
}

TEST(FfmpegCommand, ReadsAsFarAsTheLookThatFoundTheSound) {
  auto probe = film("mpegts", "h264");
  probe.reach = {8'000'000, 10'000'000};
  const auto arguments = ffmpeg_arguments(probe, repackage(VideoWork::copy, AudioWork::aac), kUrl, 0);
  EXPECT_TRUE(has(arguments, "-probesize 8000000 -analyzeduration 10000000"));
}

TEST(FfmpegCommand, AFilmThatWasCutWithoutEncodingBeginsAtItsBeginning) {
  const auto plan = repackage(VideoWork::copy, AudioWork::aac);
  EXPECT_TRUE(has(ffmpeg_arguments(film("mp4", "h264"), plan, kUrl, 0), "setts=pts=if(lt(STARTPTS\\,0)"));
  EXPECT_TRUE(has(ffmpeg_arguments(film("mp4", "av1"), plan, kUrl, 0), "-bsf:v setts=pts="));
  EXPECT_FALSE(has(ffmpeg_arguments(film("matroska", "h264"), plan, kUrl, 0), "setts"));
}

TEST(FfmpegCommand, InterlacedPicturesAreDeinterlacedWhenTheyAreEncoded) {
  const auto encode = repackage(VideoWork::h264, AudioWork::none);
  const auto filters = [&](Probe probe) { return joined(ffmpeg_arguments(probe, encode, kUrl, 0)); };
  const std::string woven = "bwdif=mode=send_frame:deint=interlaced,format=yuv420p";
  auto interlaced = film("matroska", "h264");
  EXPECT_EQ(filters(interlaced).find("bwdif"), std::string::npos);
  interlaced.video->interlaced = true;
  EXPECT_NE(filters(interlaced).find(woven), std::string::npos);
  for (const auto* codec : {"mpeg2video", "vc1"})
    EXPECT_NE(filters(film("matroska", codec)).find(woven), std::string::npos) << codec;
  EXPECT_NE(filters(film("mpegts", "h264")).find(woven), std::string::npos);
}

TEST(FfmpegCommand, AHighRangeIsMappedToWhatTheNewPictureIsMarkedAs) {
  auto probe = film("matroska", "hevc");
  const auto encode = repackage(VideoWork::h264, AudioWork::none);
  EXPECT_FALSE(has(ffmpeg_arguments(probe, encode, kUrl, 0), "tonemap"));
  for (const std::string transfer : {"smpte2084", "arib-std-b67"}) {
    probe.video->transfer = transfer;
    const auto arguments = ffmpeg_arguments(probe, encode, kUrl, 0);
    EXPECT_TRUE(has(arguments, "zscale=transferin=" + transfer)) << transfer;
    EXPECT_TRUE(has(arguments, "zscale=transfer=bt709:matrix=bt709:range=tv,format=yuv420p")) << transfer;
    EXPECT_FALSE(
        has(ffmpeg_arguments(probe, repackage(VideoWork::copy, AudioWork::none), kUrl, 0), "zscale"));
  }
}

}  // namespace
}  // namespace magnetar::media
