#include "app/web_peers/web_peer_service.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "base/text.h"
#include "engine/magnet.h"

namespace magnetar::app {
namespace {

constexpr std::size_t kMostSwarms = 64;
constexpr std::size_t kMostTrackers = 8;
constexpr std::size_t kMostOrigins = 64;

void add_once(std::vector<std::string>& list, const std::string& entry, std::size_t most) {
  if (list.size() < most && std::ranges::find(list, entry) == list.end()) list.push_back(entry);
}

}  // namespace

api::BridgeView WebPeerService::bridge() const {
  return {bridge_ && !now_.swarms.empty(), bridge_ ? bridge_->url() : std::string{}};
}

void WebPeerService::allow_origin(const std::string& origin) {
  if (origins_.size() >= kMostOrigins) origins_.erase(origins_.begin());
  origins_.push_back(origin);
  if (bridge_) bridge_->allow_origin(origin);
}

void WebPeerService::tick() {
  WebSwarms next = swarms();
  if (next == now_) return;
  const bool was_wanted = bridge().wanted;
  now_ = std::move(next);
  if (!bridge_ && !now_.swarms.empty() && !failed_) {
    auto started = WebPeers::start(peers_);
    if (started) {
      bridge_ = std::move(started.value());
      for (const std::string& origin : origins_) bridge_->allow_origin(origin);
    } else {
      failed_ = true;
      base::log(base::LogLevel::warning, "web peers", started.error().message);
    }
  }
  if (bridge_) bridge_->set(now_);
  if (bridge().wanted != was_wanted) uses_.changed(bridge());
}

WebSwarms WebPeerService::swarms() const {
  WebSwarms swarms;
  if (uses_.settings.web_peers == "off") return swarms;
  swarms.stun = base::split_list(uses_.settings.stun_servers);
  for (const auto& [id, torrent] : uses_.torrents) {
    if (!torrent->in_engine || torrent->failure || torrent->record.info_hash.v1.empty()) continue;
    const bool fetched = uses_.settings.web_peers != "film" && torrent->active();
    if (!(fetched || torrent->watched()) || torrent->record.paused || swarms.swarms.size() >= kMostSwarms)
      continue;
    auto trackers = trackers_of(*torrent);
    if (trackers.empty()) continue;
    const api::TorrentView view = torrent->view();
    const auto left = view.has_metadata ? std::optional(view.size - view.done) : std::nullopt;
    swarms.swarms.push_back({torrent->record.info_hash.v1, std::move(trackers), left});
  }
  return swarms;
}

// A private torrent has peers of its own trackers only (BEP 27).
std::vector<std::string> WebPeerService::trackers_of(const Torrent& torrent) const {
  std::vector<std::string> trackers;
  for (const std::string& url : uses_.engine.trackers(torrent.id()))
    if (engine::is_web_tracker_url(url)) add_once(trackers, url, kMostTrackers);
  const bool is_private = torrent.metadata() && torrent.metadata()->is_private;
  if (is_private || !torrent.metadata()) return trackers;
  for (const std::string& url : base::split_list(uses_.settings.web_trackers))
    add_once(trackers, url, kMostTrackers);
  return trackers;
}

}  // namespace magnetar::app
