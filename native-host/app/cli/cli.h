#pragma once
// The command line: `magnetar COMMAND`, except for commands that are programs of their own (daemon, doctor,
// register, tracker, unregister). A client of the daemon like any other. Runs in the main thread and keeps no
// state.

#include <span>
#include <string_view>

#include "app/cli/console.h"
#include "base/paths.h"

namespace magnetar::app {

/// Runs a command and returns its exit code. `arguments` are without the program's name.
[[nodiscard]] int run_cli(std::span<const std::string_view> arguments);

namespace cli {

/// Runs a command with the given console and paths.
[[nodiscard]] ExitCode run(std::span<const std::string_view> arguments, Console& console,
                           const base::Paths& paths);

}  // namespace cli
}  // namespace magnetar::app
