#include "media/launcher.h"

#include <utility>

#include "base/log.h"
#include "media/programs.h"

namespace magnetar::media {
namespace {

using base::Error;
using base::ErrorCode;

/// Hides the base URL, which has the token: other users of the machine see a program's arguments.
std::vector<std::string> without_secret(std::vector<std::string> command, const Endpoint& endpoint) {
  for (auto& argument : command) {
    if (!endpoint.base_url.empty() && argument.starts_with(endpoint.base_url))
      argument.replace(0, endpoint.base_url.size(), endpoint.given_url);
  }
  return command;
}

bool same_programs(const SandboxTools& one, const SandboxTools& other) {
  return one.bwrap == other.bwrap && one.prlimit == other.prlimit && one.setpriv == other.setpriv &&
         one.airlock == other.airlock;
}

constexpr Limits kTrialLimits{std::uint64_t{1} << 30, std::chrono::seconds(10)};

}  // namespace

Launcher::Launcher(boost::asio::io_context& loop, std::string search_path)
    : loop_(loop), search_path_(std::move(search_path)) {}

Launcher::~Launcher() = default;

std::filesystem::path Launcher::path_of(Tool tool) const {
  return find_program(tool == Tool::ffmpeg ? "ffmpeg" : "ffprobe", search_path_);
}

bool Launcher::has_ffmpeg() const {
  return !path_of(Tool::ffmpeg).empty() && !path_of(Tool::ffprobe).empty();
}

void Launcher::when_ready(std::function<void()> ready) {
  // A trial needs ffprobe; ffmpeg may be installed later.
  if (!has_ffmpeg()) return ready();
  const SandboxTools found = installed_tools();
  if (known_ && same_programs(found, sandbox_tools_)) return ready();
  waiting_.push_back(std::move(ready));
  if (trial_) return;
  known_ = false;
  sandbox_level_ = SandboxLevel::none;
  sandbox_tools_ = found;
  if (sandbox_tools_.bwrap.empty() || !is_of_the_system(path_of(Tool::ffprobe)))
    return try_sandbox_level(SandboxLevel::landlock);
  try_sandbox_level(sandbox_tools_.airlock.empty() ? SandboxLevel::files : SandboxLevel::network);
}

SandboxTools Launcher::installed_tools() const {
  SandboxTools tools;
  tools.prlimit = find_program("prlimit", search_path_);
  tools.setpriv = find_program("setpriv", search_path_);
  tools.bwrap = find_program("bwrap", search_path_);
  std::error_code ignored;
  if (std::filesystem::exists(endpoint_.airlock, ignored)) tools.airlock = endpoint_.airlock;
  return tools;
}

void Launcher::try_sandbox_level(SandboxLevel level) {
  if (level == SandboxLevel::landlock && sandbox_tools_.airlock.empty()) return know();
  auto trial = start_in(level, {path_of(Tool::ffprobe).string(), "-version"}, kTrialLimits, Outputs::one,
                        [this, level](const ChildEnd& end) {
                          if (end.code != 0) {
                            base::log(base::LogLevel::warning, "media", end.words);
                            return try_weaker_than(level);
                          }
                          sandbox_level_ = level;
                          know();
                        });
  if (!trial) return try_weaker_than(level);
  trial_ = std::move(trial.value());
}

void Launcher::try_weaker_than(SandboxLevel level) {
  if (level == SandboxLevel::landlock) return know();
  if (std::exchange(sandbox_tools_.closes_namespaces, false)) return try_sandbox_level(level);
  sandbox_tools_.closes_namespaces = true;
  try_sandbox_level(level == SandboxLevel::network ? SandboxLevel::files : SandboxLevel::landlock);
}

void Launcher::know() {
  known_ = true;
  trial_.reset();
  if (sandbox_level_ == SandboxLevel::none) {
    base::log(base::LogLevel::warning, "media",
              "neither bubblewrap nor Landlock works here; ffmpeg runs with limits only");
  }
  for (const auto& ready : std::exchange(waiting_, {})) ready();
}

base::Result<std::unique_ptr<Child>> Launcher::start(Tool tool, const std::vector<std::string>& arguments,
                                                     const Limits& limits, Outputs outputs,
                                                     Child::OnEnd on_end) {
  const auto program = path_of(tool);
  if (program.empty()) return Error{ErrorCode::ffmpeg_missing, "ffmpeg is not installed"};
  std::vector<std::string> command{program.string()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  // The program may have been replaced since the trial.
  const bool fits = is_of_the_system(program) || sandbox_level_ == SandboxLevel::landlock;
  return start_in(fits ? sandbox_level_ : SandboxLevel::none, command, limits, outputs, std::move(on_end));
}

base::Result<std::unique_ptr<Child>> Launcher::start_in(SandboxLevel level,
                                                        const std::vector<std::string>& command,
                                                        const Limits& limits, Outputs outputs,
                                                        Child::OnEnd on_end) {
  if (level == SandboxLevel::landlock) {
    const auto restricted = confined_by_landlock(sandbox_tools_, limits, command, endpoint_.port);
    return Child::start(loop_, restricted, outputs, std::move(on_end));
  }
  SandboxTools sandbox_tools = sandbox_tools_;
  if (level == SandboxLevel::none) sandbox_tools.bwrap.clear();
  if (level != SandboxLevel::network)
    return Child::start(loop_, confined(sandbox_tools, limits, command), outputs, std::move(on_end));
  MAGNETAR_TRY(airlock, Airlock::make(loop_, endpoint_.serve));
  const SandboxExit sandbox_exit{airlock_descriptor(outputs), endpoint_.port};
  return Child::start(loop_,
                      confined(sandbox_tools, limits, without_secret(command, endpoint_), sandbox_exit),
                      outputs, std::move(on_end), std::move(airlock));
}

}  // namespace magnetar::media
