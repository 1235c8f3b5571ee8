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

/// The largest payload to a client, in bytes; both browsers close the port above it.
inline constexpr std::size_t kToClientLimit = 1024 * 1024;
/// The largest payload to the daemon, in bytes.
inline constexpr std::size_t kToDaemonLimit = 16 * 1024 * 1024;

struct ChannelOptions {
  std::size_t incoming_limit = kToClientLimit;  ///< bytes of one received payload
  std::size_t outgoing_limit = kToDaemonLimit;  ///< bytes of one sent payload
  /// Bytes that may be queued while the peer does not read.
  std::size_t queue_limit = 32 * 1024 * 1024;
  /// Shared limit of a server's channels; null: only queue_limit counts.
  std::shared_ptr<ChannelBudget> budget = {};
  /// The time that close_after_flush() gives the peer to read the queue.
  base::Duration grace = std::chrono::milliseconds(500);
  /// Payload sent before closing when the peer announces a forbidden length; empty: none.
  std::string refusal = {};
};

/// Options of a client's channel to the daemon or the relay.
[[nodiscard]] inline ChannelOptions client_side() {
  return {};
}

/// Options of the daemon's channel to a client, and of the relay's channel to its browser.
[[nodiscard]] inline ChannelOptions daemon_side(std::string refusal) {
  ChannelOptions options;
  options.incoming_limit = kToDaemonLimit;
  options.outgoing_limit = kToClientLimit;
  options.refusal = std::move(refusal);
  return options;
}

}  // namespace magnetar::messaging
