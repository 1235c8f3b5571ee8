#pragma once
// Pull sessions whose ffmpeg is a shell script.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "media/launcher.h"
#include "media/sessions.h"
#include "support/run_loop.h"
#include "support/temp_dir.h"
#include "unit/media/hand_timers.h"

namespace magnetar::media {

class ScriptedFfmpeg : public testing::Test {
 protected:
  ScriptedFfmpeg() {
    install("ffprobe", "exit 1");
    bool ready = false;
    launcher_.when_ready([&] { ready = true; });
    EXPECT_TRUE(tests::run_until(loop_, [&] { return ready; }));
  }

  void install(const std::string& name, const std::string& script) const {
    std::ofstream(folder_ / name) << "#!/bin/sh\n" << script << "\n";
    std::filesystem::permissions(folder_ / name, std::filesystem::perms::owner_all);
  }

  /// A plan for 12 s of H.264 and then 12 s of another codec, for one of several viewers.
  static SessionOrder order(VideoWork first, const std::string& viewer) {
    SessionOrder order;
    order.probe.container = "mpegts";
    order.probe.video.emplace();
    order.probe.recordings = {{0, 0, "h264", {}, 0}, {1000, 12, "mpeg2video", {}, 0}};
    order.plan.mode = Mode::repackage;
    order.plan.video = first;
    order.viewer = viewer;
    return order;
  }

  const tests::TempDir folder_;
  base::Loop loop_;
  HandTimers timers_;
  Launcher launcher_{loop_.context(), folder_.path().string() + ":/usr/bin:/bin"};
};

}  // namespace magnetar::media
