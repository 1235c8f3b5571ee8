#pragma once
// messaging: frames over byte streams. Decoder and encoder are pure; channels run on the loop thread (asio).
// The unit that opens a channel owns it.

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"

namespace magnetar::messaging {

/// Sends and receives frames over standard input and output or a local socket. Loop thread only.
class FrameChannel {
 public:
  /// Events of a channel, on the loop thread. After on_closed no further event comes.
  struct Events {
    std::function<void(std::string payload)> on_frame;
    /// The peer closed (no error), the stream broke (io_error), or a length was over the limit or zero
    /// (invalid_request).
    std::function<void(const base::Result<void>& reason)> on_closed;
  };

  virtual ~FrameChannel() = default;  ///< closes at once
  /// Begins to read; `events` may be called from then on.
  virtual void start(Events events) = 0;
  /// Queues one frame. Returns false without sending it when the payload is over the limit of this direction,
  /// or when the queue is over its limit because the peer does not read; the channel then closes with
  /// io_error. It also closes so when the channels of a server together hold too much and this one holds
  /// most.
  virtual bool send(std::string_view payload) = 0;
  /// Closes when the queue is written, or after `grace` at the latest.
  virtual void close_after_flush() = 0;
};

}  // namespace magnetar::messaging
