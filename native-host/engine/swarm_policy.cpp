#include "engine/swarm_policy.h"

#include <string>
#include <utility>
#include <vector>

#include "engine/web_address.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

bool on_loopback(const std::string& url) {
  const auto address = parse_web_address(url);
  return !address || is_loopback_host(address->host);
}

void drop_loopback_trackers(lt::add_torrent_params& params) {
  std::vector<std::string> trackers;
  std::vector<int> tiers;
  for (std::size_t i = 0; i < params.trackers.size(); ++i) {
    if (on_loopback(params.trackers[i])) continue;
    trackers.push_back(params.trackers[i]);
    tiers.push_back(i < params.tracker_tiers.size() ? params.tracker_tiers[i] : 0);
  }
  params.trackers = std::move(trackers);
  params.tracker_tiers = std::move(tiers);
}

}  // namespace

lt::ip_filter swarm_filter(bool loopback_allowed) {
  lt::ip_filter filter;
  if (loopback_allowed) return filter;
  const auto block = [&filter](const char* first, const char* last) {
    filter.add_rule(lt::make_address(first), lt::make_address(last), lt::ip_filter::blocked);
  };
  block("0.0.0.0", "0.255.255.255");
  block("127.0.0.0", "127.255.255.255");
  block("::", "::1");
  block("::ffff:0.0.0.0", "::ffff:0.255.255.255");
  block("::ffff:127.0.0.0", "::ffff:127.255.255.255");
  return filter;
}

void drop_loopback(lt::add_torrent_params& params) {
  drop_loopback_trackers(params);
  std::erase_if(params.url_seeds, on_loopback);
  std::erase_if(params.peers, [](const lt::tcp::endpoint& peer) { return is_loopback(peer.address()); });
}

}  // namespace magnetar::engine
