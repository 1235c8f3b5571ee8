#pragma once
// libtorrent's settings for streaming.

#include <libtorrent/settings_pack.hpp>

#include "engine/types.h"

namespace magnetar::engine {

/// Everything the session starts with: what streaming needs and what the person has set.
[[nodiscard]] libtorrent::settings_pack session_settings(const NetworkSettings& network, bool only_loopback);

/// The part that the person's settings decide, and whether the session is on the network (NetworkPresence).
[[nodiscard]] libtorrent::settings_pack network_settings(const NetworkSettings& network, bool only_loopback,
                                                         bool present);

}  // namespace magnetar::engine
