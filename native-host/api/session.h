#pragma once
// One connected client, with its channel.

#include <memory>

#include "messaging/frame_channel.h"
#include "rpc/connection.h"

namespace magnetar::api {

/// Loop thread only.
class Session final : public rpc::Connection {
 public:
  Session(rpc::ConnectionId id, std::unique_ptr<messaging::FrameChannel> channel)
      : rpc::Connection(id), channel_(std::move(channel)) {}

  bool send(std::string_view payload) override { return channel_->send(payload); }
  [[nodiscard]] messaging::FrameChannel& channel() { return *channel_; }

 private:
  std::unique_ptr<messaging::FrameChannel> channel_;
};

}  // namespace magnetar::api
