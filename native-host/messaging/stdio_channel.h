#pragma once
// Standard input and output as a FrameChannel, protected from all other code in the process.

#include <memory>

#include "base/error.h"
#include "base/loop.h"
#include "messaging/channel_options.h"
#include "messaging/frame_channel.h"

namespace magnetar::messaging {

/// Moves both streams to private, close-on-exec descriptors. Then descriptor 1 is standard error and
/// descriptor 0 is empty. One stray byte on a browser's pipe would end the connection, so no library can
/// print there.
[[nodiscard]] base::Result<std::unique_ptr<FrameChannel>> open_stdio_channel(base::Loop& loop,
                                                                             ChannelOptions options);

}  // namespace magnetar::messaging
