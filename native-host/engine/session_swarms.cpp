// Collects the statistics of swarms for people.

#include <algorithm>
#include <boost/asio/post.hpp>
#include <libtorrent/announce_entry.hpp>
#include <libtorrent/error_code.hpp>
#include <libtorrent/peer_info.hpp>
#include <libtorrent/torrent_info.hpp>
#include <libtorrent/torrent_status.hpp>
#include <utility>

#include "engine/failure.h"
#include "engine/magnet.h"
#include "engine/peer_connector.h"
#include "engine/private_torrent.h"
#include "engine/session_engine.h"
#include "engine/text.h"
#include "engine/web_address.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

struct Looked {
  lt::torrent_handle handle;
  std::shared_ptr<const PieceStore> store;  ///< null: the id is unknown
  std::shared_ptr<const RequestScheduler> scheduler;
  std::shared_ptr<const PeerConnector> connector;
  bool dht = false;  ///< the setting
  bool lsd = false;
  std::shared_ptr<const LocalPeers> local_peers;
};

TrackerStats::State state_of(const lt::announce_infohash& announce) {
  using State = TrackerStats::State;
  if (announce.start_sent && announce.fails == 0) return State::answered;
  if (announce.updating) return State::asking;
  return announce.fails > 0 ? State::failed : State::waiting;
}

/// A tracker is asked from each of our addresses, for each info-hash; one useful answer suffices.
TrackerStats view_of(const lt::announce_entry& tracker, lt::time_point32 now) {
  TrackerStats stats;
  const auto address = parse_web_address(tracker.url);
  stats.host = address ? address->host : std::string{};
  for (const auto& endpoint : tracker.endpoints) {
    for (const auto& announce : endpoint.info_hashes) {
      const auto state = state_of(announce);
      if (state <= stats.state) continue;
      stats.state = state;
      const bool failed = state == TrackerStats::State::failed;
      const std::string why = announce.message.empty() ? announce.last_error.message() : announce.message;
      stats.message = failed ? clean_text(why, kLongestErrorMessage) : std::string{};
      stats.next_seconds =
          static_cast<int>(std::max<std::int64_t>(0, (announce.next_announce - now).count()));
    }
  }
  return stats;
}

SearchStats search_of(const Looked& torrent, const lt::torrent_status& status) {
  SearchStats search;
  const auto info = torrent.handle.torrent_file();
  const bool is_private = (info && info->priv()) || (status.flags & kPrivateFlags) == kPrivateFlags;
  search.known = status.list_peers;
  search.connecting = std::max(0, status.num_connections - status.num_peers);
  search.dialled = torrent.connector->dialled();
  search.dht = torrent.dht && !is_private;
  search.lsd = torrent.lsd && !is_private;
  const auto now = lt::time_point_cast<lt::seconds32>(lt::clock_type::now());
  for (const lt::announce_entry& tracker : torrent.handle.trackers()) {
    if (!is_web_tracker_url(tracker.url)) search.trackers.push_back(view_of(tracker, now));
  }
  return search;
}

void count(const lt::peer_info& peer, const LocalPeers& peers, SwarmStats& stats) {
  const auto address = peer.ip.address();
  const auto local = address.is_v4() ? peers.find(address.to_v4().to_uint(), peer.ip.port()) : nullptr;
  if (local) {
    ++(local->kind() == LocalPeer::Kind::web_seed ? stats.web_seeds : stats.web_peers);
  } else if (peer.flags & lt::peer_info::utp_socket) {
    ++stats.utp;
  } else {
    ++stats.tcp;
  }
  if (peer.flags & (lt::peer_info::rc4_encrypted | lt::peer_info::plaintext_encrypted)) ++stats.encrypted;
  if (peer.flags & lt::peer_info::seed) ++stats.seeds;
  if (peer.flags & lt::peer_info::remote_choked) ++stats.choking;
  if (peer.flags & lt::peer_info::snubbed) ++stats.snubbed;
}

/// Collects the statistics on libtorrent's network thread, whose calls return at once. The torrent may have
/// gone.
SwarmStats look_at(const Looked& torrent) try {
  SwarmStats stats;
  if (!torrent.store) return stats;
  const lt::torrent_status status = torrent.handle.status({});
  stats.downloaded = status.total_payload_download;
  stats.wasted = status.total_redundant_bytes;
  stats.corrupt = status.total_failed_bytes;
  stats.fetched_again = torrent.scheduler->awaited_again();
  for (const BannedPeer& peer : torrent.scheduler->banned()) {
    stats.banned.push_back({peer.address, peer.blocks});
    stats.corrupt += peer.blocks * kBlockSize;
  }
  stats.hash_failures = torrent.store->hash_failures();
  stats.download_rate = status.download_payload_rate;
  stats.in_flight = torrent.scheduler->in_flight();
  stats.search = search_of(torrent, status);
  std::vector<lt::peer_info> peers;
  torrent.handle.get_peer_info(peers);
  for (const lt::peer_info& peer : peers) count(peer, *torrent.local_peers, stats);
  stats.search.known = std::max(0, stats.search.known - stats.web_seeds - stats.web_peers);
  return stats;
} catch (const lt::system_error&) {
  return {};
}

}  // namespace

// Asks libtorrent's network thread without a wait, because swarms are looked at while films play.
void SessionEngine::ask_swarms(const std::vector<base::TorrentId>& ids,
                               std::function<void(std::vector<SwarmStats>)> answer) {
  std::vector<Looked> torrents;
  std::vector<std::vector<WebSeedStatus>> seeds;
  for (const base::TorrentId& id : ids) {
    const EntryPtr entry = find(id);
    torrents.push_back(entry ? Looked{entry->handle, entry->store, entry->scheduler, entry->connector,
                                      network_.dht, network_.lsd, web_seeds_.peers()}
                             : Looked{});
    seeds.push_back(web_seeds_.status(id));
  }
  boost::asio::post(session_.get_context(), [torrents = std::move(torrents), seeds = std::move(seeds),
                                             answer = std::move(answer), &loop = loop_]() mutable {
    std::vector<SwarmStats> swarms;
    for (const Looked& torrent : torrents) swarms.push_back(look_at(torrent));
    for (std::size_t i = 0; i < swarms.size(); ++i) swarms[i].web_seed_list = std::move(seeds[i]);
    loop.post([swarms = std::move(swarms), answer = std::move(answer)] { answer(swarms); });
  });
}

}  // namespace magnetar::engine
