#include "media/ffmpeg_command.h"

#include <gtest/gtest.h>

#include "unit/media/plain_film.h"

namespace magnetar::media {
namespace {

/// Two recordings of 12 s, the second with another audio codec, in the file's bytes from 1000 on.
Probe joined_film() {
  auto probe = film("mpegts", "h264");
  probe.audio[0].sample_rate = 44100;
  probe.recordings = {{0, 0, "h264", {"mp2"}, 0}, {1000, 12, "h264", {"ac3"}, 0}};
  return probe;
}

TEST(JoinedCommand, ReadsOneRecordingOfSeveralAtATime) {
  Film file;
  file.url = kUrl;
  file.part_url = "http://part/";
  const auto probe = joined_film();
  const auto plan = repackage(VideoWork::copy, AudioWork::aac);
  EXPECT_EQ(input_url(file, probe, plan, 3), "http://part/0-1000");
  EXPECT_EQ(input_url(file, probe, plan, 12), "http://part/1000-9223372036854775807");
  file.viewer = "v";
  EXPECT_EQ(input_url(file, probe, repackage(VideoWork::h264, AudioWork::aac), 12),
            "http://part/1000-9223372036854775807?viewer=v");
  EXPECT_EQ(input_url(file, film("mpegts", "h264"), plan, 12), kUrl);
}

TEST(JoinedCommand, GoesOnInTheTracksOfTheFirstRecording) {
  const auto plan = repackage(VideoWork::copy, AudioWork::copy);
  const auto first = ffmpeg_arguments(joined_film(), plan, kUrl, 0);
  EXPECT_TRUE(has(first, "-map 0:0 -c:v copy"));
  EXPECT_TRUE(has(first, "-map 0:1 -bsf:a aac_adtstoasc -c:a copy"));
  EXPECT_TRUE(has(first, "-output_ts_offset 10 "));
  const auto second = ffmpeg_arguments(joined_film(), plan, kUrl, 12);
  EXPECT_FALSE(has(second, "-ss"));
  EXPECT_TRUE(has(second, "-map 0:v:0 -c:v copy"));
  EXPECT_TRUE(has(second, "-map 0:a:0 -c:a aac -ac 2 -b:a 192k -ar 44100"));
  EXPECT_TRUE(has(second, "-output_ts_offset 22 "));
}

TEST(JoinedCommand, JumpsIntoARecordingByItsOwnClock) {
  auto probe = joined_film();
  probe.recordings[1].at = 120;
  const auto copied = ffmpeg_arguments(probe, repackage(VideoWork::copy, AudioWork::aac), kUrl, 150);
  EXPECT_TRUE(has(copied, "-ss 18.000 -noaccurate_seek"));
  EXPECT_TRUE(has(copied, "-output_ts_offset 148 "));
  EXPECT_FALSE(has(ffmpeg_arguments(probe, repackage(VideoWork::h264, AudioWork::aac), kUrl, 120), "-ss"));
}

TEST(JoinedCommand, EncodesARecordingWhosePictureIsOfAnotherCodec) {
  auto probe = joined_film();
  probe.recordings[1].picture = "mpeg2video";
  const auto plan = repackage(VideoWork::copy, AudioWork::aac);
  EXPECT_TRUE(has(ffmpeg_arguments(probe, plan, kUrl, 0), "-c:v copy"));
  EXPECT_TRUE(has(ffmpeg_arguments(probe, plan, kUrl, 12), "-c:v libx264"));
}

TEST(JoinedCommand, HearsTheNearestSoundWhereARecordingHasFewer) {
  auto probe = joined_film();
  probe.audio.emplace_back().index = 2;
  probe.recordings[0].sounds = {"mp2", "ac3"};
  auto plan = repackage(VideoWork::copy, AudioWork::aac);
  plan.audio_track = 2;
  EXPECT_TRUE(has(ffmpeg_arguments(probe, plan, kUrl, 0), "-map 0:2 "));
  EXPECT_TRUE(has(ffmpeg_arguments(probe, plan, kUrl, 12), "-map 0:a:0 "));
  probe.recordings[1].sounds = {"ac3", "ac3"};
  EXPECT_TRUE(has(ffmpeg_arguments(probe, plan, kUrl, 12), "-map 0:a:1 "));
}

TEST(JoinedCommand, MakesSilenceWhereARecordingHasNoSound) {
  auto probe = joined_film();
  probe.recordings[1].sounds.clear();
  const auto silent = ffmpeg_arguments(probe, repackage(VideoWork::copy, AudioWork::copy), kUrl, 12);
  EXPECT_TRUE(has(silent, "-filter_complex anullsrc=r=48000:cl=stereo[silence] -map [silence] -c:a aac"));
  EXPECT_TRUE(has(silent, "-shortest"));
  EXPECT_FALSE(has(silent, " -an "));
}

TEST(JoinedCommand, ReadsFurtherToKnowALaterRecordingWhichMayBeginWithinAPicture) {
  const auto plan = repackage(VideoWork::copy, AudioWork::copy);
  EXPECT_TRUE(
      has(ffmpeg_arguments(joined_film(), plan, kUrl, 3), "-probesize 1000000 -analyzeduration 1000000 "));
  EXPECT_TRUE(
      has(ffmpeg_arguments(joined_film(), plan, kUrl, 12), "-probesize 8000000 -analyzeduration 10000000 "));
}

TEST(JoinedCommand, EncodesASoundOfWhichTheTablesDoNotTellTheCodec) {
  auto probe = joined_film();
  for (auto& recording : probe.recordings) recording.sounds = {std::string(kUnknownSound)};
  const auto plan = repackage(VideoWork::copy, AudioWork::copy);
  EXPECT_TRUE(has(ffmpeg_arguments(probe, plan, kUrl, 0), "-c:a copy"));
  EXPECT_TRUE(has(ffmpeg_arguments(probe, plan, kUrl, 12), "-map 0:a:0 -c:a aac"));
}

}  // namespace
}  // namespace magnetar::media
