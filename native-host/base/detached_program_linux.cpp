#include <fcntl.h>
#include <linux/close_range.h>
#include <unistd.h>

#include <boost/process/args.hpp>
#include <boost/process/child.hpp>
#include <boost/process/error.hpp>
#include <boost/process/exe.hpp>
#include <boost/process/extend.hpp>
#include <boost/process/io.hpp>
#include <boost/process/posix.hpp>
#include <boost/process/start_dir.hpp>
#include <csignal>
#include <system_error>

#include "base/detached_program.h"

namespace magnetar::base {
namespace {

namespace process = boost::process;

Error start_failure(const DetachedProgram& program, const std::error_code& error) {
  const bool missing = error == std::errc::no_such_file_or_directory;
  return {missing ? ErrorCode::not_found : ErrorCode::io_error,
          program.program.string() + ": " + error.message(), program.program.string()};
}

/// Runs in the child between fork() and exec(), so it calls async-signal-safe functions only. Boost's
/// limit_handles allocates there, and closes the pipe that reports a failed exec().
struct OfItsOwn : process::extend::handler {
  template <class Executor>
  void on_exec_setup(Executor& /*executor*/) const {
    ::setsid();
    for (int number = 1; number < NSIG; ++number) std::signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
  }
};

}  // namespace

Result<Started> start_detached(const DetachedProgram& program) {
  const UniqueFd log(::open(program.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (!log) return start_failure(program, {errno, std::system_category()});
  keep_exit_codes();
  std::error_code error;
  process::child child(process::exe = program.program.string(), process::args = program.arguments,
                       process::start_dir = "/",
                       process::std_in<process::null, process::std_out> process::null,
                       process::posix::fd.bind(STDERR_FILENO, log.get()), OfItsOwn(), error);
  if (error) return start_failure(program, error);
  const auto id = child.id();
  child.detach();
  return watch(id);
}

}  // namespace magnetar::base
