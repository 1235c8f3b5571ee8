#pragma once
// `magnetar tracker`: the process of a TrackerServer.

#include <span>
#include <string_view>

namespace magnetar::app {

/// Runs in the foreground until SIGTERM, SIGINT or SIGHUP and returns the exit code. `arguments` are without
/// "tracker".
[[nodiscard]] int run_tracker(std::span<const std::string_view> arguments);

}  // namespace magnetar::app
