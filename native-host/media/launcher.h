#pragma once
// Starts ffmpeg and ffprobe, confined as well as this machine can.

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "media/airlock.h"
#include "media/child.h"
#include "media/sandbox.h"

namespace magnetar::media {

enum class Tool { ffmpeg, ffprobe };

/// Confinement of a program; each level includes those before it.
enum class SandboxLevel {
  none,      ///< limits only
  landlock,  ///< reads no file but those of the system and itself, and no TCP but to the endpoint
  files,     ///< sees no file but those of the system, and no other process
  network,   ///< no network but the endpoint
};

/// Loop thread only.
class Launcher {
 public:
  /// `search_path` is a list of folders like $PATH.
  Launcher(boost::asio::io_context& loop, std::string search_path);
  ~Launcher();
  Launcher(const Launcher&) = delete;
  Launcher& operator=(const Launcher&) = delete;

  /// Gives the endpoint, the only one that confined programs may reach. To be called before when_ready().
  void connect(Endpoint endpoint) { endpoint_ = std::move(endpoint); }

  /// Whether ffmpeg and ffprobe are installed now; they may be installed while the daemon runs.
  [[nodiscard]] bool has_ffmpeg() const;

  /// Calls `ready` once the sandbox level is known, at once when it is known already. The level is found by a
  /// trial, because containers and some kernels forbid bubblewrap. A sandbox program that comes or goes
  /// causes a new trial: an upgrade takes the airlock away for a moment.
  void when_ready(std::function<void()> ready);

  /// Only after when_ready().
  [[nodiscard]] SandboxLevel sandbox_level() const { return sandbox_level_; }
  /// Whether the sandbox level is known: a trial has ended, with ffmpeg installed.
  [[nodiscard]] bool knows_sandbox_level() const { return known_; }

  /// Only after when_ready(). Errors: ffmpeg_missing, io_error.
  [[nodiscard]] base::Result<std::unique_ptr<Child>> start(Tool tool,
                                                           const std::vector<std::string>& arguments,
                                                           const Limits& limits, Outputs outputs,
                                                           Child::OnEnd on_end);

 private:
  [[nodiscard]] std::filesystem::path path_of(Tool tool) const;
  [[nodiscard]] SandboxTools installed_tools() const;
  void try_sandbox_level(SandboxLevel level);
  void try_weaker_than(SandboxLevel level);
  void know();
  [[nodiscard]] base::Result<std::unique_ptr<Child>> start_in(SandboxLevel level,
                                                              const std::vector<std::string>& command,
                                                              const Limits& limits, Outputs outputs,
                                                              Child::OnEnd on_end);

  boost::asio::io_context& loop_;
  const std::string search_path_;
  Endpoint endpoint_;
  SandboxTools sandbox_tools_;
  SandboxLevel sandbox_level_ = SandboxLevel::none;
  bool known_ = false;
  std::unique_ptr<Child> trial_;
  std::vector<std::function<void()>> waiting_;
};

}  // namespace magnetar::media
