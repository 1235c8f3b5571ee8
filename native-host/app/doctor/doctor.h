#pragma once
// `magnetar doctor`: checks every link of the chain between a click and the film, and names the remedy for
// each fault. Runs in the command's own process and thread; changes nothing except that it starts the daemon.

#include <span>
#include <string_view>

namespace magnetar::app {

/// `args` are the words after the command: [--json]. Returns 0 when nothing failed, 1 otherwise, 2 for wrong
/// arguments.
[[nodiscard]] int run_doctor(std::span<const std::string_view> args);

}  // namespace magnetar::app
