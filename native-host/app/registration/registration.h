#pragma once
// registration: `magnetar register` and `magnetar unregister`, which tell browsers where magnetar-host is.
// Runs in the command's own process and thread; owns nothing that outlives the call.

#include <iosfwd>
#include <span>
#include <string_view>

#include "app/registration/browser_table.h"
#include "app/registration/options.h"
#include "app/registration/surroundings.h"

namespace magnetar::app {

/// `args` are the words after the command. Returns the exit code: 0 done, 1 failed, 2 wrong arguments.
[[nodiscard]] int run_register(std::span<const std::string_view> args);
[[nodiscard]] int run_unregister(std::span<const std::string_view> args);

}  // namespace magnetar::app

namespace magnetar::app::registration {

/// Where a command writes: results and problems.
struct Output {
  std::ostream& results;
  std::ostream& problems;
};

/// What run_register does on a described machine. A place that fails does not stop the others.
[[nodiscard]] int register_host(const Options& options, const BrowserTable& table, const Surroundings& here,
                                Output output);

/// What run_unregister does on a described machine; looks at every place of the table, found or not.
[[nodiscard]] int unregister_host(const Options& options, const BrowserTable& table, const Surroundings& here,
                                  Output output);

}  // namespace magnetar::app::registration
