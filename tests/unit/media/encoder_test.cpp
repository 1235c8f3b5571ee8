#include "media/encoder.h"

#include <gtest/gtest.h>

#include <fstream>

#include "media/encoder_trial.h"
#include "support/run_loop.h"
#include "support/temp_dir.h"

namespace magnetar::media {
namespace {

namespace fs = std::filesystem;

Probe film(int width, int height, double fps) {
  Probe probe;
  probe.video.emplace();
  probe.video->width = width;
  probe.video->height = height;
  probe.video->fps = fps;
  return probe;
}

Plan encoding() {
  Plan plan;
  plan.mode = Mode::repackage;
  plan.video = VideoWork::h264;
  return plan;
}

int height(const Probe& probe, const Machine& machine) {
  return fitted(encoding(), probe, machine).height;
}

TEST(Encoder, MakesPicturesNoLargerThanTheyAreAndThanFullHd) {
  const Machine fast{Encoder::software, 16, 0.5};
  EXPECT_EQ(height(film(1920, 1080, 25), fast), 1080);
  EXPECT_EQ(height(film(720, 576, 25), fast), 576);
  EXPECT_EQ(height(film(3840, 2160, 25), fast), 1080);
}

TEST(Encoder, MakesPicturesSmallerWhereTheMachineWouldNotKeepUp) {
  // 1080p at 25 frames a second takes one processor to encode and half of one to decode, 720p 0.44 and a
  // half.
  EXPECT_EQ(height(film(1920, 1080, 25), {Encoder::software, 4, 1.0}), 1080);
  EXPECT_EQ(height(film(1920, 1080, 25), {Encoder::software, 2, 1.0}), 720);
  EXPECT_EQ(height(film(1920, 1080, 25), {Encoder::software, 1, 1.0}), 480);
  EXPECT_EQ(height(film(1920, 1080, 50), {Encoder::software, 4, 1.0}), 720);
  EXPECT_EQ(height(film(720, 400, 25), {Encoder::software, 1, 1.0}), 400);
}

TEST(Encoder, TrustsAGraphicsProcessorAndAMachineThatWasNotMeasured) {
  const auto plan = fitted(encoding(), film(1920, 1080, 60), {Encoder::vaapi, 1, 0});
  EXPECT_EQ(plan.encoder, Encoder::vaapi);
  EXPECT_EQ(plan.height, 1080);
  EXPECT_EQ(height(film(1920, 1080, 60), {Encoder::software, 1, 0}), 1080);
}

TEST(Encoder, MakesThePictureThatAPersonWantsWhateverTheMachineCan) {
  const Machine slow{Encoder::software, 1, 1.0};
  const auto height = [&](int own, int asked) {
    return fitted(encoding(), film(1920, own, 25), slow, asked).height;
  };
  EXPECT_EQ(height(1080, 1080), 1080);
  EXPECT_EQ(height(1080, 360), 360);
  EXPECT_EQ(height(576, 720), 576);
  EXPECT_EQ(height(2160, 2160), 1080);
}

TEST(Encoder, FitsALaterRecordingThatIsEncodedWhereTheFirstIsCopied) {
  Plan plan;
  plan.mode = Mode::repackage;
  plan.video = VideoWork::copy;
  auto probe = film(1920, 1080, 25);
  probe.recordings = {{0, 0, "h264", {"mp2"}, 0}, {1000, 12, "mpeg2video", {"mp2"}, 0}};
  EXPECT_EQ(fitted(plan, probe, {Encoder::vaapi, 4, 0}).encoder, Encoder::vaapi);
  const auto slow = fitted(plan, probe, {Encoder::software, 1, 1.0});
  EXPECT_EQ(slow.video, VideoWork::copy);
  EXPECT_EQ(slow.height, 480);
  probe.recordings[1].picture = "h264";
  EXPECT_EQ(fitted(plan, probe, {Encoder::vaapi, 4, 0}).encoder, Encoder::software);
}

TEST(Encoder, LeavesCopiesAlone) {
  Plan plan;
  plan.video = VideoWork::copy;
  const auto same = fitted(plan, film(3840, 2160, 60), {Encoder::nvenc, 1, 9});
  EXPECT_EQ(same.height, 0);
  EXPECT_EQ(same.encoder, Encoder::software);
}

TEST(Encoder, ReadsWhatFfmpegSaysThatItTook) {
  EXPECT_DOUBLE_EQ(
      *measured_cost("video:1kB\nbench: utime=0.500s stime=0.250s rtime=0.400s\nbench: maxrss=1kB", 1), 2.25);
  EXPECT_DOUBLE_EQ(*measured_cost("utime=1.5s stime=0.5s", 2), 3);
  for (const char* words :
       {"", "utime=1s", "utime=x stime=y", "utime=0.0s stime=0.0s", "utime=-1s stime=0s"}) {
    EXPECT_FALSE(measured_cost(words, 1)) << words;
  }
}

/// Replaces ffmpeg by a script that knows some encoders.
class EncoderTrialTest : public testing::Test {
 protected:
  EncoderTrialTest() { install("ffprobe", "exit 0"); }

  void install(const std::string& name, const std::string& script) {
    std::ofstream(folder_ / name) << "#!/bin/sh\n" << script << "\n";
    fs::permissions(folder_ / name, fs::perms::owner_all);
  }
  void device(const std::string& name) {
    fs::create_directories((folder_ / "dev" / name).parent_path());
    std::ofstream(folder_ / "dev" / name) << "";
  }
  /// `works` is one encoder; the others fail.
  Machine machine_with(const std::string& works) {
    install("ffmpeg", "case \"$*\" in *" + works +
                          "*) echo 'bench: utime=0.6s stime=0.2s rtime=0.4s' >&2 ;; *) exit 1 ;; esac");
    Launcher launcher(loop_.context(), folder_.path().string() + ":/usr/bin:/bin");
    EncoderTrial trial(launcher, folder_ / "dev", 4);
    trial.run();
    EXPECT_TRUE(tests::run_until(loop_, [&] { return trial.done(); }));
    return trial.machine();
  }

  const tests::TempDir folder_;
  base::Loop loop_;
};

TEST_F(EncoderTrialTest, TakesAGraphicsProcessorThatReallyEncodes) {
  device("dri/renderD128");
  device("nvidiactl");
  EXPECT_EQ(machine_with("h264_vaapi").encoder, Encoder::vaapi);
  EXPECT_EQ(machine_with("h264_nvenc").encoder, Encoder::nvenc);
}

TEST_F(EncoderTrialTest, MeasuresTheProcessorsWhereNoDeviceWorks) {
  device("dri/renderD128");
  const auto machine = machine_with("libx264");
  EXPECT_EQ(machine.encoder, Encoder::software);
  EXPECT_DOUBLE_EQ(machine.cost, 2.4);
  EXPECT_EQ(machine.processors, 4);
}

TEST_F(EncoderTrialTest, DoesNotTryADeviceThatIsNotThere) {
  EXPECT_EQ(machine_with("h264_").encoder, Encoder::software);
}

TEST_F(EncoderTrialTest, LeavesTheSizeAloneWhereNothingCanBeMeasured) {
  const auto machine = machine_with("nothing");
  EXPECT_EQ(machine.encoder, Encoder::software);
  EXPECT_DOUBLE_EQ(machine.cost, 0);
}

TEST(EncoderTrial, IsOverAtOnceWithoutFfmpeg) {
  base::Loop loop;
  Launcher launcher(loop.context(), "/nowhere");
  EncoderTrial trial(launcher, "/dev", 2);
  trial.run();
  EXPECT_TRUE(trial.done());
}

}  // namespace
}  // namespace magnetar::media
