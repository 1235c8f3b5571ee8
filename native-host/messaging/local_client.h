#pragma once
// A client's end of the local socket.

#include <filesystem>
#include <memory>

#include "base/clock.h"
#include "base/error.h"
#include "base/loop.h"
#include "messaging/channel_options.h"
#include "messaging/frame_channel.h"

namespace magnetar::messaging {

/// Connects to the daemon's socket; the server must be this user's. A local connect takes no time unless the
/// server's backlog is full; then it waits `deadline` at most. Errors: not_found without a listening server,
/// timed_out when the server does not accept, not_allowed when it is another user's.
[[nodiscard]] base::Result<std::unique_ptr<FrameChannel>> connect_local(
    base::Loop& loop, const std::filesystem::path& socket, ChannelOptions options,
    base::Duration deadline = std::chrono::milliseconds(500));

}  // namespace magnetar::messaging
