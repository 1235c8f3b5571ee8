#pragma once
// Starts a program in a session of its own, with nothing of this process but what it is given.

#include <spawn.h>
#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/unique_fd.h"

namespace magnetar::base {

/// A process that was started here, and must be waited for.
struct Started {
  pid_t id = 0;     ///< also the number of its session and group
  UniqueFd handle;  ///< a pidfd: readable when the process has ended
};

/// What the program finds: its standard input is /dev/null, signals do what they do by default, and every
/// descriptor that is not named here is closed. Descriptors are named in ascending order: one of ours may
/// have the number of a later one.
class NewProcess {
 public:
  NewProcess();
  ~NewProcess();
  NewProcess(const NewProcess&) = delete;
  NewProcess& operator=(const NewProcess&) = delete;

  /// Descriptor `number` is a copy of `ours`.
  void give(int number, int ours);
  /// Nothing is read or written by descriptor `number`.
  void silence(int number);

  /// `command` begins with the program's path; the program starts in `/`. Call once. Errors: not_found,
  /// io_error.
  [[nodiscard]] Result<Started> start(std::vector<std::string> command, char* const* environment);

 private:
  posix_spawn_file_actions_t actions_{};
  int first_closed_ = 3;
};

/// A pidfd of a process that was just started here; when there is none, the process is killed. Errors:
/// io_error.
[[nodiscard]] Result<Started> watch(pid_t id);

/// Collects the process with this pidfd when it has ended. Its exit code, or 128 + the signal; nothing while
/// it runs: asio may wake a descriptor for news of the one that had its place before.
[[nodiscard]] std::optional<int> collect(int handle);
/// The same, and waits for the end.
int wait_for(int handle);

}  // namespace magnetar::base
