#pragma once
// Keeps strangers from making the session talk to services of this machine and of its network: what links and
// trackers name is asked only where the person allows it.

#include <libtorrent/add_torrent_params.hpp>
#include <libtorrent/ip_filter.hpp>
#include <set>

namespace magnetar::engine {

/// Where peers, trackers and web seeds may be.
struct Reach {
  bool this_machine = false;     ///< in a private swarm on loopback only
  bool private_network = false;  ///< the setting `local_torrent_links`

  bool operator==(const Reach&) const = default;
};

/// Whether this address may be asked.
[[nodiscard]] bool allows(const Reach& reach, const libtorrent::address& address);

/// What the session may connect to. It also holds for addresses that only show when a name is looked up, when
/// a tracker redirects, or when a peer tells them. `neighbours` are addresses of the private network that
/// said themselves, by local service discovery (BEP 14), that they share a torrent: they are allowed.
[[nodiscard]] libtorrent::ip_filter swarm_filter(const Reach& reach,
                                                 const std::set<libtorrent::address>& neighbours = {});

/// Drops peers, trackers and web seeds that may not be asked from what was given to add.
void drop_forbidden(libtorrent::add_torrent_params& params, const Reach& reach);

}  // namespace magnetar::engine
