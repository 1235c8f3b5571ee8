// Handles sources from strangers: another link of a known torrent, judged metadata, and peers in the local
// network.

#include <algorithm>
#include <boost/asio/post.hpp>
#include <libtorrent/announce_entry.hpp>
#include <libtorrent/peer_info.hpp>
#include <libtorrent/torrent_info.hpp>
#include <utility>

#include "engine/add_params.h"
#include "engine/magnet.h"
#include "engine/session_engine.h"
#include "engine/swarm_policy.h"
#include "engine/web_address.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

constexpr std::size_t kMostNeighbours = 64;

}  // namespace

base::Result<void> SessionEngine::merge(const base::TorrentId& id, const TorrentSource& source) {
  const EntryPtr entry = find(id);
  if (!entry) return base::Error{base::ErrorCode::unknown_torrent, "no such torrent", id.value};
  // A private torrent has peers of its own trackers only (BEP 27).
  if (entry->metadata && entry->metadata->is_private) return base::success();
  lt::add_torrent_params params = source.params->params;
  drop_forbidden(params, reach());
  merge_trackers(*entry, params);
  web_seeds_.merge(*entry, params.url_seeds);
  for (const PeerEndpoint& peer : params.peers) entry->handle.connect_peer(peer, lt::peer_info::resume_data);
  // libtorrent checks the info section against the info-hash, and reports metadata as if peers had sent it.
  if (params.ti && !entry->metadata) entry->handle.set_metadata(params.ti->info_section());
  if (!entry->status.paused) look_for_peers_again(*entry);
  return base::success();
}

void SessionEngine::merge_trackers(TorrentEntry& entry, const lt::add_torrent_params& params) {
  auto& known = entry.source.trackers;
  for (std::size_t i = 0; i < params.trackers.size() && known.size() < kMostTrackers; ++i) {
    if (std::find(known.begin(), known.end(), params.trackers[i]) != known.end()) continue;
    const int tier = i < params.tracker_tiers.size() ? params.tracker_tiers[i] : 0;
    known.push_back(params.trackers[i]);
    entry.source.tracker_tiers.resize(known.size() - 1);
    entry.source.tracker_tiers.push_back(tier);
    lt::announce_entry tracker(params.trackers[i]);
    tracker.tier = static_cast<std::uint8_t>(std::clamp(tier, 0, 255));
    entry.handle.add_tracker(tracker);
  }
}

MetadataExchange::World SessionEngine::exchange_world(const EntryPtr& entry) {
  MetadataExchange::World world;
  world.aside = [this, aside = aside_](std::function<void()> work, std::function<void()> then) {
    boost::asio::post(*aside, [this, work = std::move(work), then = std::move(then)] {
      work();
      boost::asio::post(session_.get_context(), then);
    });
  };
  world.refused = [this, &loop = loop_, weak = std::weak_ptr(entry)](const base::Error& error) {
    loop.post([this, weak, error] {
      if (const auto held = weak.lock()) on_metadata_refused(held, error);
    });
  };
  return world;
}

Reach SessionEngine::reach() const {
  return {only_loopback_, only_loopback_ || network_.local_torrent_links};
}

/// Admits a client of the private network that has announced itself by local service discovery. Otherwise the
/// filter keeps addresses in links out of that network.
void SessionEngine::on_neighbour(const EntryPtr& entry, const lt::tcp::endpoint& peer) {
  if (find(entry->id) != entry || neighbours_.size() >= kMostNeighbours) return;
  if (base::scope_of(peer.address()) != base::AddressScope::private_network) return;
  if (neighbours_.insert(peer.address()).second) web_seeds_.filter(reach(), neighbours_);
  entry->handle.connect_peer(peer, lt::peer_info::lsd);
}

void SessionEngine::on_metadata_refused(const EntryPtr& entry, const base::Error& error) {
  if (find(entry->id) != entry) return;
  entry->handle.pause();
  presence_.leave(entry->id);
  fail(entry, error);
}

}  // namespace magnetar::engine
