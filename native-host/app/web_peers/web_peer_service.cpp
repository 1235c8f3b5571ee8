#include "app/web_peers/web_peer_service.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "base/text.h"
#include "engine/magnet.h"
#include "engine/web_address.h"

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
  std::erase(origins_, origin);
  if (origins_.size() >= kMostOrigins) origins_.erase(origins_.begin());
  origins_.push_back(origin);
  if (bridge_) bridge_->allow_origin(origin);
}

void WebPeerService::tick() {
  WebSwarms next = swarms();
  if (next == now_) return;
  const bool was_wanted = bridge().wanted;
  now_ = std::move(next);
  if (now_.swarms.empty()) failed_ = false;
  if (!bridge_ && !now_.swarms.empty() && !failed_) start();
  if (bridge_) bridge_->set(now_);
  if (bridge().wanted != was_wanted) uses_.changed(bridge());
}

// A wish that is told again opens a bridge that is closed, in any browser.
void WebPeerService::start() {
  const auto tell_again = [this, alive = std::weak_ptr(alive_)] {
    uses_.loop.post([this, alive] {
      if (!alive.expired()) uses_.changed(bridge());
    });
  };
  auto started = WebPeers::start(peers_, tell_again);
  if (!started) {
    failed_ = true;
    return base::log(base::LogLevel::warning, "web peers", started.error().message);
  }
  bridge_ = std::move(started.value());
  for (const std::string& origin : origins_) bridge_->allow_origin(origin);
}

WebSwarms WebPeerService::swarms() const {
  WebSwarms swarms;
  if (uses_.settings.web_peers == "off") return swarms;
  swarms.stun = base::split_list(uses_.settings.stun_servers);
  for (const auto& [id, torrent] : uses_.torrents) {
    const std::string& info_hash = torrent->info_hash_v1();
    if (!torrent->in_engine || torrent->failure || info_hash.empty()) continue;
    const bool fetched = uses_.settings.web_peers != "film" && torrent->active();
    if (!(fetched || torrent->watched()) || torrent->record.paused || swarms.swarms.size() >= kMostSwarms)
      continue;
    auto trackers = trackers_of(*torrent);
    if (trackers.empty()) continue;
    const api::TorrentView view = torrent->view();
    const auto left = view.has_metadata ? std::optional(view.size - view.done) : std::nullopt;
    swarms.swarms.push_back({info_hash, std::move(trackers), left});
  }
  return swarms;
}

// A private torrent has peers of its own trackers only (BEP 27).
std::vector<std::string> WebPeerService::trackers_of(const Torrent& torrent) const {
  std::vector<std::string> trackers;
  for (const std::string& url : uses_.engine.trackers(torrent.id())) {
    const bool reached = uses_.settings.local_torrent_links || !engine::has_local_name(url);
    if (engine::is_web_tracker_url(url) && reached) add_once(trackers, url, kMostTrackers);
  }
  const bool is_private = torrent.metadata() && torrent.metadata()->is_private;
  if (is_private || !torrent.metadata()) return trackers;
  for (const std::string& url : base::split_list(uses_.settings.web_trackers))
    add_once(trackers, url, kMostTrackers);
  return trackers;
}

}  // namespace magnetar::app
