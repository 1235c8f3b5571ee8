#pragma once
// Starts programs that outlive this process: the daemon, and the person's players and file managers.

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/new_process.h"

namespace magnetar::base {

struct DetachedProgram {
  std::filesystem::path program;  ///< absolute
  std::vector<std::string> arguments;
  std::filesystem::path log = "/dev/null";  ///< standard error is appended to it; mode 0600
};

/// Starts the program with this process's environment, in a session of its own and in "/". Its standard input
/// and output are /dev/null, its signals have their defaults, and it gets no descriptor of this process.
/// collect() of new_process.h tells its exit. Errors: not_found, io_error.
[[nodiscard]] Result<Started> start_detached(const DetachedProgram& program);

}  // namespace magnetar::base
