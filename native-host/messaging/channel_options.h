#pragma once
// The limits of a channel (docs/protocol.md, "Frames").

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "base/clock.h"
#include "messaging/channel_budget.h"

namespace magnetar::messaging {

/// The largest payload that may go to a client; both browsers close the port above it.
inline constexpr std::size_t kToClientLimit = 1024 * 1024;
/// The largest payload that may go to the daemon.
inline constexpr std::size_t kToDaemonLimit = 16 * 1024 * 1024;

struct ChannelOptions {
  std::size_t incoming_limit = kToClientLimit;  ///< bytes of one received payload
  std::size_t outgoing_limit = kToDaemonLimit;  ///< bytes of one sent payload
  /// Bytes that may wait because the other side does not read.
  std::size_t queue_limit = 32 * 1024 * 1024;
  /// What the channels of a server may hold together; none: only queue_limit counts.
  std::shared_ptr<ChannelBudget> budget = {};
  /// How long close_after_flush() waits for the other side to take what is queued.
  base::Duration grace = std::chrono::milliseconds(500);
  /// Payload sent before closing when the other side announces a forbidden length; empty: none.
  std::string refusal = {};
};

/// What a channel to the daemon or to the relay needs, seen from the client.
[[nodiscard]] inline ChannelOptions client_side() {
  return {};
}

/// The same, seen from the daemon (and from the relay towards its browser).
[[nodiscard]] inline ChannelOptions daemon_side(std::string refusal) {
  ChannelOptions options;
  options.incoming_limit = kToDaemonLimit;
  options.outgoing_limit = kToClientLimit;
  options.refusal = std::move(refusal);
  return options;
}

}  // namespace magnetar::messaging
