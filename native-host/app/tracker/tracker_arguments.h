#pragma once
// Parses the arguments of `magnetar tracker`.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/tracker/tracker_server.h"
#include "base/error.h"

namespace magnetar::app {

struct TrackerArguments {
  TrackerOptions options;  ///< without addresses: those of loopback
  std::optional<std::string> allow_file;
  bool json = false;
  bool help = false;
};

/// The port of HTTP, UDP and WebSocket when the arguments name none.
constexpr std::uint16_t kTrackerPort = 6969;

/// Returns the text of `magnetar tracker --help`.
[[nodiscard]] std::string_view tracker_help();

/// Parses the arguments. Errors: invalid_params with a sentence for the person.
[[nodiscard]] base::Result<TrackerArguments> read_tracker_arguments(
    std::span<const std::string_view> arguments);

}  // namespace magnetar::app
