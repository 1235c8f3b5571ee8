#pragma once
// doctor: `magnetar doctor`, which checks every link between a click and the film, and says how to mend it.
// Runs in the command's own process and thread; changes nothing but that it starts the daemon.

#include <span>
#include <string_view>

namespace magnetar::app {

/// `args` are the words after the command: [--json]. Returns 0 when nothing failed, 1 otherwise, 2 for wrong
/// arguments.
[[nodiscard]] int run_doctor(std::span<const std::string_view> args);

}  // namespace magnetar::app
