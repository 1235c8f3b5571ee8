#pragma once
// Keeps strangers from making the session connect to services of this machine and its network: addresses from
// links and trackers are used only in the reach that the person allows.

#include <libtorrent/add_torrent_params.hpp>
#include <libtorrent/ip_filter.hpp>
#include <set>

namespace magnetar::engine {

/// The networks in which peers, trackers and web seeds may be.
struct Reach {
  bool this_machine = false;     ///< in a private swarm on loopback only
  bool private_network = false;  ///< the setting `local_torrent_links`

  bool operator==(const Reach&) const = default;
};

/// Whether the session may connect to this address.
[[nodiscard]] bool allows(const Reach& reach, const libtorrent::address& address);

/// The session's filter. It also holds for addresses that appear when a name is resolved, when a tracker
/// redirects, or when a peer names them. `neighbours`: admitted addresses of the private network that have
/// announced a torrent by local service discovery (BEP 14).
[[nodiscard]] libtorrent::ip_filter swarm_filter(const Reach& reach,
                                                 const std::set<libtorrent::address>& neighbours = {});

/// Removes peers, trackers and web seeds out of reach from the parameters.
void drop_forbidden(libtorrent::add_torrent_params& params, const Reach& reach);

}  // namespace magnetar::engine
