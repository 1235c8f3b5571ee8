#pragma once
// What a client of the daemon asks of the world: a channel to a daemon that runs.

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
  /// with a message that says why.
  virtual void open(Opened opened) = 0;
};

}  // namespace magnetar::app::relay
