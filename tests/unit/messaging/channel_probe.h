#pragma once
// Records the events of a channel for its owner.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "messaging/frame_channel.h"

namespace magnetar::tests {

struct ChannelProbe {
  std::unique_ptr<messaging::FrameChannel> channel;
  std::vector<std::string> frames;
  std::optional<base::Result<void>> closed;

  void own(std::unique_ptr<messaging::FrameChannel> opened) {
    channel = std::move(opened);
    channel->start({[this](std::string payload) { frames.push_back(std::move(payload)); },
                    [this](const base::Result<void>& reason) { closed.emplace(reason); }});
  }
  [[nodiscard]] std::optional<base::ErrorCode> failure() const {
    if (!closed || closed->has_value()) return std::nullopt;
    return closed->error().code;
  }
  [[nodiscard]] bool ended_well() const { return closed && closed->has_value(); }
};

}  // namespace magnetar::tests
