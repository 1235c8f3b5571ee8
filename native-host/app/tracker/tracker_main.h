#pragma once
// `magnetar tracker`: the process around a TrackerServer.

#include <span>
#include <string_view>

namespace magnetar::app {

/// Runs in the foreground until SIGTERM, SIGINT or SIGHUP. `arguments` without "tracker". Gives the exit
/// code.
[[nodiscard]] int run_tracker(std::span<const std::string_view> arguments);

}  // namespace magnetar::app
