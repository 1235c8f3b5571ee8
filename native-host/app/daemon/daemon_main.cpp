#include "app/daemon/daemon_main.h"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>
#include <iostream>

#include "app/daemon/daemon.h"
#include "base/descriptor_limit.h"
#include "base/log.h"

namespace magnetar::app {
namespace {

using base::LogLevel;

int failed(const base::Error& error) {
  base::log(LogLevel::error, "daemon", error.message);
  return 1;
}

base::Result<void> prepare_process(const base::Paths& paths) {
  ::umask(077);
  std::signal(SIGPIPE, SIG_IGN);
  base::raise_descriptor_limit();
  BOOST_OUTCOME_TRYV(base::make_private_folder(paths.state));
  // The file system of the working directory may have to be unmounted while the daemon runs.
  if (::chdir("/") != 0) return base::Error{base::ErrorCode::io_error, "cannot enter /"};
  return base::make_private_folder(paths.runtime);
}

int run(base::Loop& loop, Daemon& daemon) {
  if (const auto started = daemon.start(); !started) return failed(started.error());
  boost::asio::signal_set signals(loop.context(), SIGTERM, SIGINT, SIGHUP);
  signals.async_wait([&daemon](const boost::system::error_code& error, int) {
    if (!error) daemon.stop();
  });
  loop.run();
  return 0;
}

}  // namespace

int run_daemon(std::span<const std::string_view> arguments) {
  if (!arguments.empty()) {
    std::cerr << "usage: magnetar daemon\nRuns in the foreground until it is told to stop.\n";
    return arguments[0] == "--help" ? 0 : 2;
  }
  const auto paths = base::user_paths();
  if (!paths) return failed(paths.error());
  if (const auto ready = prepare_process(paths.value()); !ready) return failed(ready.error());
  auto lock = messaging::InstanceLock::try_lock(paths.value().lock());
  if (!lock) return failed(lock.error());
  if (!lock.value()) {
    base::log(LogLevel::info, "daemon", "another daemon of this user is running");
    return 0;
  }
  base::Loop loop;
  Daemon daemon(loop, paths.value(), std::move(*lock.value()));
  return run(loop, daemon);
}

}  // namespace magnetar::app
