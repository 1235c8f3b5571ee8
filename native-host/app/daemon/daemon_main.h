#pragma once
// `magnetar daemon`: the process of the Daemon.

#include <span>
#include <string_view>

namespace magnetar::app {

/// Runs until told to stop (protocol, SIGTERM, SIGINT, SIGHUP, idleness). Exit code 0 also when another
/// daemon of this user runs already: the program that started this one finds the other.
[[nodiscard]] int run_daemon(std::span<const std::string_view> arguments);

}  // namespace magnetar::app
