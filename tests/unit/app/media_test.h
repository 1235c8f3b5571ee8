#pragma once
// Torrents, a library, and scripts in place of programs, for the media services.

#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "base/cancel_token.h"
#include "library/library.h"
#include "support/run_loop.h"
#include "unit/app/torrents_test.h"

namespace magnetar::app::tests {

inline constexpr auto kHttpBase = "http://127.0.0.1:1/token/";

/// ffprobe's output for 5400 seconds of music.
inline constexpr auto kMusic =
    "echo 'streams.stream.0.codec_type=\"audio\"'; echo 'streams.stream.0.codec_name=\"mp3\"'; "
    "echo 'format.format_name=\"mp3\"'; echo 'format.duration=\"5400\"'";

class MediaTest : public TorrentsTest {
 protected:
  MediaTest() { ffprobe_says(kMusic); }

  /// Installs a shell script in place of a program.
  void install(const std::string& name, const std::string& script) const {
    std::ofstream(folder / name) << "#!/bin/sh\n" << script << "\n";
    std::filesystem::permissions(folder / name, std::filesystem::perms::owner_all);
  }
  void ffprobe_says(const std::string& script) const { install("ffprobe", script); }
  void remove_ffmpeg() const { std::filesystem::remove(folder / "ffmpeg"); }
  [[nodiscard]] std::string search_path() const { return folder.path().string() + ":/usr/bin:/bin"; }
  /// A PATH without the programs of this machine.
  [[nodiscard]] std::string own_path() const { return folder.path().string(); }
  static std::function<std::string()> http_base() {
    return [] { return std::string(kHttpBase); };
  }

  /// Calls `question` on a thread that may wait, while the loop turns.
  template <class T>
  base::Result<T> ask(
      const std::function<base::Result<T>(base::TimePoint deadline, base::CancelToken& cancel)>& question) {
    base::CancelToken cancel;
    std::optional<base::Result<T>> answer;
    std::atomic<bool> answered = false;
    std::thread thread([&] {
      answer.emplace(question(std::chrono::steady_clock::now() + std::chrono::seconds(20), cancel));
      answered = true;
      loop_.post([] {});
    });
    EXPECT_TRUE(magnetar::tests::run_until(loop_, [&] { return answered.load(); }));
    cancel.cancel();
    thread.join();
    return *answer;
  }

  library::Library library_ = std::move(library::Library::open(folder / "library.db").value());
};

}  // namespace magnetar::app::tests
