#include "app/doctor/media_checks.h"

#include <cstdlib>
#include <optional>

#include "app/doctor/machine_checks.h"
#include "base/loop.h"
#include "media/launcher.h"
#include "media/programs.h"

namespace magnetar::app::doctor {
namespace {

constexpr std::uint16_t kAnyPort = 1024;
constexpr media::Limits kLimits{std::uint64_t{1} << 30, std::chrono::seconds(10)};

struct Trial {
  std::optional<media::ChildEnd> end;  ///< no value: it was not started
  media::SandboxLevel sandbox = media::SandboxLevel::none;
};

Trial start_ffmpeg() {
  const char* path = std::getenv("PATH");
  base::Loop loop;
  media::Launcher launcher(loop.context(), path != nullptr ? path : "");
  // No program connects to the endpoint: ffmpeg is only started.
  launcher.connect(
      {kAnyPort, "", "", [](const base::UniqueFd&) {}, media::beside_this_program("magnetar-airlock")});
  Trial trial;
  std::unique_ptr<media::Child> child;
  launcher.when_ready([&] {
    auto started = launcher.start(media::Tool::ffmpeg, {"-version"}, kLimits, media::Outputs::one,
                                  [&](const media::ChildEnd& end) {
                                    trial.end = end;
                                    loop.stop();
                                  });
    if (!started) return loop.stop();
    child = std::move(started.value());
  });
  loop.run();
  trial.sandbox = launcher.sandbox_level();
  return trial;
}

Finding judge_sandbox(media::SandboxLevel sandbox) {
  if (sandbox == media::SandboxLevel::network)
    return {Level::ok, "sandbox",
            "ffmpeg sees nothing of this machine but /usr, and no network but its film"};
  if (sandbox == media::SandboxLevel::files) {
    return {Level::warning, "sandbox",
            "ffmpeg sees nothing of this machine but /usr, but reaches the network",
            "install magnetar-airlock beside magnetar"};
  }
  if (sandbox == media::SandboxLevel::landlock) {
    return {Level::warning, "sandbox",
            "bubblewrap is missing or does not work here; Landlock keeps ffmpeg from your files",
            "apt-get install bubblewrap; ffmpeg must be the system's own, below /usr"};
  }
  return {Level::warning, "sandbox",
          "neither bubblewrap nor Landlock works here; ffmpeg runs with limits, but sees your files",
          "apt-get install bubblewrap; ffmpeg must be the system's own, below /usr"};
}

}  // namespace

Findings check_media(const registration::Surroundings& here) {
  auto found = find_ffmpeg(here);
  if (found.level != Level::ok) return {found};
  const auto trial = start_ffmpeg();
  if (!trial.end || trial.end->code != 0) {
    return {
        {Level::warning, "ffmpeg", found.text + " cannot be started", "apt-get install --reinstall ffmpeg"}};
  }
  return {found, judge_sandbox(trial.sandbox)};
}

}  // namespace magnetar::app::doctor
