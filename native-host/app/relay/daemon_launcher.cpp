#include "app/relay/daemon_launcher.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>

#include "messaging/local_client.h"

namespace magnetar::app::relay {
namespace {

using base::ErrorCode;

constexpr std::uintmax_t kLogLimit = 4 * 1024 * 1024;
constexpr base::Duration kAgain = std::chrono::milliseconds(250);
constexpr base::Duration kAfterLoss = std::chrono::milliseconds(100);

// Keeps one older log.
void rotate(const std::filesystem::path& log) {
  std::error_code error;
  const auto size = std::filesystem::file_size(log, error);
  if (!error && size > kLogLimit) std::filesystem::rename(log, log.string() + ".1", error);
}

DaemonLauncher::Options default_options(const base::Paths& paths) {
  DaemonLauncher::Options options;
  options.command = {beside_this_program("magnetar"), {"daemon"}, paths.log()};
  return options;
}

}  // namespace

DaemonLauncher::DaemonLauncher(base::Loop& loop, base::Paths paths, Options options)
    : loop_(loop), paths_(std::move(paths)), options_(std::move(options)) {}

DaemonLauncher::DaemonLauncher(base::Loop& loop, const base::Paths& paths)
    : DaemonLauncher(loop, paths, default_options(paths)) {}

void DaemonLauncher::open(Opened opened) {
  opened_ = std::move(opened);
  deadline_ = loop_.after(options_.deadline, [this] { fail("the daemon did not start in time"); });
  if (const auto ready = prepare(); !ready) return fail(ready.error().message);
  if (!had_daemon_) return connect_or_launch();
  // The kernel closes a killed daemon's clients a moment before its listening socket; a connection made in
  // between would be lost at once.
  again_ = loop_.after(kAfterLoss, [this] { connect_or_launch(); });
}

// The watch starts before the first connect(), so that no appearance of the socket is missed.
base::Result<void> DaemonLauncher::prepare() {
  BOOST_OUTCOME_TRYV(base::make_private_folder(paths_.runtime));
  BOOST_OUTCOME_TRYV(base::make_private_folder(options_.command.log.parent_path()));
  MAGNETAR_TRY(watch, FolderWatch::start(loop_, paths_.runtime, [this] { try_connect(); }));
  watch_ = std::move(watch);
  return base::success();
}

// Returns false while no daemon listens. A socket that does not accept ends the attempt too: a second daemon
// could not replace it.
bool DaemonLauncher::try_connect() {
  auto channel = messaging::connect_local(loop_, paths_.socket(), options_.channel);
  if (!channel && channel.error().code == ErrorCode::not_found) return false;
  had_daemon_ = channel.has_value();
  if (channel) {
    finish(std::move(channel));
  } else {
    fail(channel.error().message);
  }
  return true;
}

void DaemonLauncher::connect_or_launch() {
  if (!try_connect()) launch();
}

void DaemonLauncher::launch() {
  rotate(options_.command.log);
  auto process = DaemonProcess::start(loop_, options_.command, [this](int code) { daemon_ended(code); });
  if (!process) return fail("the daemon cannot be started: " + process.error().message);
  process_ = std::move(process).value();
  launching_ = true;
}

// Code 0 before the socket appears means that another daemon holds the lock. If it is starting, the watch
// will report its socket. If it is stopping, its lock cannot be awaited without a thread, so a new start is
// tried a little later.
void DaemonLauncher::daemon_ended(int code) {
  process_.reset();
  if (!launching_ || try_connect()) return;
  if (code != 0) {
    return fail("the daemon ended with code " + std::to_string(code) + "; see " +
                options_.command.log.string());
  }
  again_ = loop_.after(kAgain, [this] { connect_or_launch(); });
}

void DaemonLauncher::finish(base::Result<std::unique_ptr<messaging::FrameChannel>> outcome) {
  launching_ = false;
  watch_.reset();
  deadline_.reset();
  again_.reset();
  const auto shared = std::make_shared<decltype(outcome)>(std::move(outcome));
  loop_.post([opened = std::exchange(opened_, nullptr), shared] { opened(std::move(*shared)); });
}

void DaemonLauncher::fail(const std::string& why) {
  finish(base::Error{ErrorCode::daemon_unavailable, why});
}

}  // namespace magnetar::app::relay
