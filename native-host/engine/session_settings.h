#pragma once
// libtorrent's settings for streaming.

#include <libtorrent/settings_pack.hpp>

#include "engine/types.h"

namespace magnetar::engine {

/// All settings at the session's start: those for streaming, and those of the person.
[[nodiscard]] libtorrent::settings_pack session_settings(const NetworkSettings& network, bool only_loopback);

/// The settings that depend on the person's settings and on the session's presence (NetworkPresence).
[[nodiscard]] libtorrent::settings_pack network_settings(const NetworkSettings& network, bool only_loopback,
                                                         bool present);

}  // namespace magnetar::engine
