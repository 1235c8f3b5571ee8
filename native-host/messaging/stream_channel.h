#pragma once
// A FrameChannel over any pair of descriptors: two pipes, or a socket. Loop thread only; its owner may
// destroy it at any time, also inside its events.

#include <memory>
#include <string_view>

#include "base/loop.h"
#include "base/unique_fd.h"
#include "messaging/channel_options.h"
#include "messaging/frame_channel.h"

namespace magnetar::messaging {

/// Beyond FrameChannel's contract: events are never called inside send(). When the peer announces a forbidden
/// length, `ChannelOptions::refusal` is sent, and on_closed follows when it is written. An end in the middle
/// of a frame is io_error.
class StreamChannel final : public FrameChannel {
 public:
  /// `slot` is released together with the channel; servers count their clients by it.
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
