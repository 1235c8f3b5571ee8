#pragma once
// A FrameChannel over any pair of descriptors: two pipes, or both ends of a socket. Loop thread only; the one
// who opened it owns it and may destroy it at any time, also from inside its own events.

#include <memory>
#include <string_view>

#include "base/loop.h"
#include "base/unique_fd.h"
#include "messaging/channel_options.h"
#include "messaging/frame_channel.h"

namespace magnetar::messaging {

/// Beyond FrameChannel's contract: events are never called from inside send(); when the other side announces
/// a forbidden length, `ChannelOptions::refusal` is sent, and on_closed comes once that has gone out. An end
/// in the middle of a frame is io_error.
class StreamChannel final : public FrameChannel {
 public:
  /// `slot` is let go together with the channel; it is how a server counts its clients.
  StreamChannel(base::Loop& loop, base::UniqueFd input, base::UniqueFd output, ChannelOptions options,
                std::shared_ptr<void> slot = nullptr);
  ~StreamChannel() override;
  StreamChannel(const StreamChannel&) = delete;
  StreamChannel& operator=(const StreamChannel&) = delete;

  void start(Events events) override;
  bool send(std::string_view payload) override;
  void close_after_flush() override;

 private:
  class Core;
  std::shared_ptr<Core> core_;
  std::shared_ptr<void> slot_;
};

/// A channel over a connected socket.
[[nodiscard]] base::Result<std::unique_ptr<FrameChannel>> open_socket_channel(
    base::Loop& loop, base::UniqueFd socket, ChannelOptions options, std::shared_ptr<void> slot = nullptr);

}  // namespace magnetar::messaging
