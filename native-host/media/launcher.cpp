#include "media/launcher.h"

#include <utility>

#include "base/log.h"
#include "media/programs.h"

namespace magnetar::media {
namespace {

using base::Error;
using base::ErrorCode;

/// Other users of the machine see a program's arguments.
std::vector<std::string> without_secret(std::vector<std::string> command, const Endpoint& endpoint) {
  for (auto& argument : command) {
    if (!endpoint.base_url.empty() && argument.starts_with(endpoint.base_url))
      argument.replace(0, endpoint.base_url.size(), endpoint.given_url);
  }
  return command;
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
  // Without ffmpeg there is nothing to try; it may come later.
  if (known_ || !has_ffmpeg()) return ready();
  waiting_.push_back(std::move(ready));
  if (trial_) return;
  find_confiners();
  if (confiners_.bwrap.empty() || !is_of_the_system(path_of(Tool::ffprobe))) return try_cage(Cage::landlock);
  try_cage(confiners_.airlock.empty() ? Cage::files : Cage::network);
}

void Launcher::find_confiners() {
  confiners_.prlimit = find_program("prlimit", search_path_);
  confiners_.setpriv = find_program("setpriv", search_path_);
  confiners_.bwrap = find_program("bwrap", search_path_);
  confiners_.airlock = endpoint_.airlock;
}

void Launcher::try_cage(Cage cage) {
  if (cage == Cage::landlock && confiners_.airlock.empty()) return know();
  auto trial = start_in(cage, {path_of(Tool::ffprobe).string(), "-version"}, kTrialLimits, Outputs::one,
                        [this, cage](const ChildEnd& end) {
                          if (end.code != 0) {
                            base::log(base::LogLevel::warning, "media", end.words);
                            return try_weaker_than(cage);
                          }
                          cage_ = cage;
                          know();
                        });
  if (!trial) return try_weaker_than(cage);
  trial_ = std::move(trial.value());
}

void Launcher::try_weaker_than(Cage cage) {
  if (cage == Cage::landlock) return know();
  if (std::exchange(confiners_.closes_namespaces, false)) return try_cage(cage);
  confiners_.closes_namespaces = true;
  try_cage(cage == Cage::network ? Cage::files : Cage::landlock);
}

void Launcher::know() {
  known_ = true;
  trial_.reset();
  if (cage_ == Cage::none) {
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
  // It may have been replaced meanwhile.
  const bool fits = is_of_the_system(program) || cage_ == Cage::landlock;
  return start_in(fits ? cage_ : Cage::none, command, limits, outputs, std::move(on_end));
}

base::Result<std::unique_ptr<Child>> Launcher::start_in(Cage cage, const std::vector<std::string>& command,
                                                        const Limits& limits, Outputs outputs,
                                                        Child::OnEnd on_end) {
  if (cage == Cage::landlock) {
    const auto restricted = confined_by_landlock(confiners_, limits, command, endpoint_.port);
    return Child::start(loop_, restricted, outputs, std::move(on_end));
  }
  Confiners confiners = confiners_;
  if (cage == Cage::none) confiners.bwrap.clear();
  if (cage != Cage::network)
    return Child::start(loop_, confined(confiners, limits, command), outputs, std::move(on_end));
  BOOST_OUTCOME_TRY(airlock, Airlock::make(loop_, endpoint_.serve));
  const Passage passage{airlock_descriptor(outputs), endpoint_.port};
  return Child::start(loop_, confined(confiners, limits, without_secret(command, endpoint_), passage),
                      outputs, std::move(on_end), std::move(airlock));
}

}  // namespace magnetar::media
