#pragma once
// The interface of a client that needs a channel to a running daemon.

#include <functional>
#include <memory>

#include "base/error.h"
#include "messaging/frame_channel.h"

namespace magnetar::app::relay {

/// Loop thread only.
class DaemonDoor {
 public:
  using Opened = std::function<void(base::Result<std::unique_ptr<messaging::FrameChannel>> channel)>;

  virtual ~DaemonDoor() = default;
  /// Calls `opened` once, later, from the loop. One attempt at a time. The only error is daemon_unavailable,
  /// with the reason as its message.
  virtual void open(Opened opened) = 0;
};

}  // namespace magnetar::app::relay
