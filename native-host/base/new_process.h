#pragma once
// Starts a program in a session of its own, with no resource of this process but the given ones.

#include <spawn.h>
#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/unique_fd.h"

namespace magnetar::base {

/// A child process, which must be waited for.
struct Started {
  pid_t id = 0;     ///< process id; also the id of its session and process group
  UniqueFd handle;  ///< pidfd: readable when the process has exited
};

/// The environment of a new program: its standard input is /dev/null, signals have their defaults, and every
/// descriptor that is not given is closed. Descriptors are given in ascending order, because one of this
/// process may have the number of a later one.
class NewProcess {
 public:
  NewProcess();
  ~NewProcess();
  NewProcess(const NewProcess&) = delete;
  NewProcess& operator=(const NewProcess&) = delete;

  /// Descriptor `number` becomes a copy of `ours`.
  void give(int number, int ours);
  /// Descriptor `number` becomes /dev/null.
  void silence(int number);

  /// `command` begins with the program's path; the program starts in `/`. To be called once. Calls
  /// keep_exit_codes(). Errors: not_found, io_error.
  [[nodiscard]] Result<Started> start(std::vector<std::string> command, char* const* environment);

 private:
  posix_spawn_file_actions_t actions_{};
  int first_closed_ = 3;
};

/// To be called before a child starts. A process that ignores SIGCHLD, or sets SA_NOCLDWAIT, loses the exit
/// codes of its children (POSIX, _Exit()), and inherits that from the program that started it; the signal
/// gets its default back then.
void keep_exit_codes();

/// Opens the pidfd of a new child process, and kills the process when that fails. Errors: io_error.
[[nodiscard]] Result<Started> watch(pid_t id);

/// The exit code of a process that was reaped elsewhere, which took the code with it (waitid: ECHILD).
inline constexpr int kLostExitCode = 255;

/// Reaps the process of this pidfd. Returns its exit code, 128 + the signal, or kLostExitCode; no value while
/// it runs, because asio may wake a descriptor for an event of a closed one with the same number.
[[nodiscard]] std::optional<int> collect(int handle);
/// Waits for the exit and reaps the process.
int wait_for(int handle);

}  // namespace magnetar::base
