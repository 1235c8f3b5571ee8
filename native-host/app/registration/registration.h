#pragma once
// `magnetar register` and `magnetar unregister`, which write and remove the manifests of magnetar-host. Runs
// in the command's own process and thread; no state outlives the call.

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

/// The output of a command: results and problems.
struct Output {
  std::ostream& results;
  std::ostream& problems;
};

/// Registers the host on the given machine. A place that fails does not stop the others.
[[nodiscard]] int register_host(const Options& options, const BrowserTable& table, const Surroundings& here,
                                Output output);

/// Unregisters the host on the given machine, at every place of the table, with or without its browser.
[[nodiscard]] int unregister_host(const Options& options, const BrowserTable& table, const Surroundings& here,
                                  Output output);

}  // namespace magnetar::app::registration
