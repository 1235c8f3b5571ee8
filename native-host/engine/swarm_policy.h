#pragma once
// Keeps strangers from making the session talk to this machine's own services: unless the session is a
// private swarm on loopback, nothing on loopback is a peer, a tracker or a web seed.

#include <libtorrent/add_torrent_params.hpp>
#include <libtorrent/ip_filter.hpp>

namespace magnetar::engine {

/// What the session may connect to: everything but loopback, or everything in a private loopback swarm. It
/// also holds for addresses that only show when a name is looked up or a peer tells them.
[[nodiscard]] libtorrent::ip_filter swarm_filter(bool loopback_allowed);

/// Drops peers, trackers and web seeds on loopback from what was given to add.
void drop_loopback(libtorrent::add_torrent_params& params);

}  // namespace magnetar::engine
