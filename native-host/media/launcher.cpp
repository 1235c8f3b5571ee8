#include "media/launcher.h"

#include <utility>

#include "base/log.h"
#include "media/programs.h"

namespace magnetar::media {
namespace {

using base::Error;
using base::ErrorCode;

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
  if (!trial_) try_bwrap();
}

void Launcher::try_bwrap() {
  confiners_.prlimit = find_program("prlimit", search_path_);
  confiners_.setpriv = find_program("setpriv", search_path_);
  confiners_.bwrap = find_program("bwrap", search_path_);
  const auto program = path_of(Tool::ffprobe);
  if (confiners_.bwrap.empty() || !is_of_the_system(program)) return know(false);
  auto trial = Child::start(loop_, confined(confiners_, kTrialLimits, {program.string(), "-version"}),
                            Outputs::one, [this](const ChildEnd& end) {
                              if (end.code != 0) base::log(base::LogLevel::warning, "media", end.words);
                              know(end.code == 0);
                            });
  if (!trial) return know(false);
  trial_ = std::move(trial.value());
}

void Launcher::know(bool bwrap_works) {
  known_ = true;
  trial_.reset();
  if (!bwrap_works) {
    confiners_.bwrap.clear();
    base::log(base::LogLevel::warning, "media",
              "bubblewrap does not work here; ffmpeg runs with limits only");
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
  Confiners confiners = confiners_;
  if (!is_of_the_system(program)) confiners.bwrap.clear();
  return Child::start(loop_, confined(confiners, limits, command), outputs, std::move(on_end));
}

}  // namespace magnetar::media
