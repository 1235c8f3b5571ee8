#pragma once
// Starts ffmpeg and ffprobe, confined as well as this machine can.

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "media/child.h"
#include "media/sandbox.h"

namespace magnetar::media {

enum class Tool { ffmpeg, ffprobe };

/// Loop thread only.
class Launcher {
 public:
  /// `search_path` is a list of folders like $PATH.
  Launcher(boost::asio::io_context& loop, std::string search_path);
  ~Launcher();
  Launcher(const Launcher&) = delete;
  Launcher& operator=(const Launcher&) = delete;

  /// Whether both programs are there now; they may be installed while the daemon runs.
  [[nodiscard]] bool has_ffmpeg() const;

  /// Calls `ready` once it is known whether bubblewrap works here (containers and some kernels forbid it), at
  /// once when it is known already. The first question is answered by trying it.
  void when_ready(std::function<void()> ready);

  /// Only after when_ready(): whether programs run in bubblewrap.
  [[nodiscard]] bool caged() const { return !confiners_.bwrap.empty(); }

  /// Only after when_ready(). Errors: ffmpeg_missing, io_error.
  [[nodiscard]] base::Result<std::unique_ptr<Child>> start(Tool tool,
                                                           const std::vector<std::string>& arguments,
                                                           const Limits& limits, Outputs outputs,
                                                           Child::OnEnd on_end);

 private:
  [[nodiscard]] std::filesystem::path path_of(Tool tool) const;
  void try_bwrap();
  void know(bool bwrap_works);

  boost::asio::io_context& loop_;
  const std::string search_path_;
  Confiners confiners_;
  bool known_ = false;
  std::unique_ptr<Child> trial_;
  std::vector<std::function<void()>> waiting_;
};

}  // namespace magnetar::media
