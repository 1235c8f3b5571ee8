#pragma once
// messaging: frames over byte streams. The decoder and encoder are pure; channels run on the loop thread
// (asio). Whoever opens a channel owns it.

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"

namespace magnetar::messaging {

/// Frames in both directions over standard input and output or a local socket. Loop thread only.
class FrameChannel {
 public:
  /// What the channel tells its owner, on the loop thread. After on_closed nothing more is called.
  struct Events {
    std::function<void(std::string payload)> on_frame;
    /// The other side closed (no error), the stream broke (io_error) or a length was over the limit or zero
    /// (invalid_request).
    std::function<void(const base::Result<void>& reason)> on_closed;
  };

  virtual ~FrameChannel() = default;  ///< closes at once
  /// Begins to read; `events` may be called from then on.
  virtual void start(Events events) = 0;
  /// Queues one frame. False, and nothing is sent, when the payload is over the limit of this direction, or
  /// when more than the queue's cap is waiting because the other side does not read: then the channel closes
  /// with io_error. It closes so too when all channels of a server hold too much and this one holds most.
  virtual bool send(std::string_view payload) = 0;
  /// Closes after what is queued has been written, or after `grace` at the latest.
  virtual void close_after_flush() = 0;
};

}  // namespace magnetar::messaging
