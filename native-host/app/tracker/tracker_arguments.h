#pragma once
// The words of `magnetar tracker`, read.

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

/// The port of all three wires when no wire is named.
constexpr std::uint16_t kTrackerPort = 6969;

/// What `magnetar tracker --help` prints.
[[nodiscard]] std::string_view tracker_help();

/// Errors: invalid_params, with a sentence for the person.
[[nodiscard]] base::Result<TrackerArguments> read_tracker_arguments(
    std::span<const std::string_view> arguments);

}  // namespace magnetar::app
