#pragma once
// The command line: `magnetar COMMAND`, but for the commands that are programs of their own (daemon, doctor,
// register, tracker, unregister). A client of the daemon like any other. Runs in the main thread; no state is
// kept.

#include <span>
#include <string_view>

#include "app/cli/console.h"
#include "base/paths.h"

namespace magnetar::app {

/// `arguments` without the program's name. Gives the exit code.
[[nodiscard]] int run_cli(std::span<const std::string_view> arguments);

namespace cli {

/// The same with everything from outside given.
[[nodiscard]] ExitCode run(std::span<const std::string_view> arguments, Console& console,
                           const base::Paths& paths);

}  // namespace cli
}  // namespace magnetar::app
