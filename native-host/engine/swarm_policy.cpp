#include "engine/swarm_policy.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/web_address.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

bool allows(const Reach& reach, base::AddressScope scope) {
  switch (scope) {
    case base::AddressScope::world:
      return true;
    case base::AddressScope::private_network:
      return reach.private_network;
    case base::AddressScope::this_machine:
      return reach.this_machine;
    case base::AddressScope::forbidden:
      return false;
  }
  return false;
}

bool allows_url(const Reach& reach, const std::string& url) {
  const auto address = parse_web_address(url);
  return address && allows(reach, scope_of_host(address->host));
}

void drop_trackers(lt::add_torrent_params& params, const Reach& reach) {
  std::vector<std::string> trackers;
  std::vector<int> tiers;
  for (std::size_t i = 0; i < params.trackers.size(); ++i) {
    if (!allows_url(reach, params.trackers[i])) continue;
    trackers.push_back(params.trackers[i]);
    tiers.push_back(i < params.tracker_tiers.size() ? params.tracker_tiers[i] : 0);
  }
  params.trackers = std::move(trackers);
  params.tracker_tiers = std::move(tiers);
}

}  // namespace

bool allows(const Reach& reach, const lt::address& address) {
  return allows(reach, base::scope_of(address));
}

lt::ip_filter swarm_filter(const Reach& reach, const std::set<lt::address>& neighbours) {
  constexpr std::uint32_t kAllowed = 0;
  constexpr std::uint32_t kBlocked = lt::ip_filter::blocked;
  lt::ip_filter filter;
  for (const base::AddressRange& range : base::address_ranges())
    filter.add_rule(range.first, range.last, allows(reach, range.scope) ? kAllowed : kBlocked);
  for (const lt::address& neighbour : neighbours) {
    if (base::scope_of(neighbour) == base::AddressScope::private_network)
      filter.add_rule(neighbour, neighbour, kAllowed);
  }
  return filter;
}

void drop_forbidden(lt::add_torrent_params& params, const Reach& reach) {
  drop_trackers(params, reach);
  std::erase_if(params.url_seeds, [&reach](const std::string& url) { return !allows_url(reach, url); });
  std::erase_if(params.peers,
                [&reach](const lt::tcp::endpoint& peer) { return !allows(reach, peer.address()); });
}

}  // namespace magnetar::engine
