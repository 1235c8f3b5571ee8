#pragma once
// Starts programs that outlive this process: the daemon, and the players and file managers of the person.

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/new_process.h"

namespace magnetar::base {

struct DetachedProgram {
  std::filesystem::path program;  ///< absolute
  std::vector<std::string> arguments;
  std::filesystem::path log = "/dev/null";  ///< standard error goes to its end; made for this user alone
};

/// Starts the program with the environment of this process, in a session of its own and in "/", with its
/// standard input and output at /dev/null, with default signals and with no descriptor of this process.
/// collect() of new_process.h tells its end. Errors: not_found, io_error.
[[nodiscard]] Result<Started> start_detached(const DetachedProgram& program);

}  // namespace magnetar::base
