#include "app/web_seeds/web_seeds.h"

#include <algorithm>
#include <utility>

namespace magnetar::app {
namespace {

constexpr std::chrono::milliseconds kTick{500};

}  // namespace

WebSeeds::WebSeeds(std::shared_ptr<engine::LocalPeers> peers)
    : peers_(std::move(peers)), thread_([this] { loop_.run(); }) {}

WebSeeds::~WebSeeds() {
  loop_.post([this] {
    timer_.reset();
    for (const auto& [id, seeds] : torrents_) {
      for (const auto& seed : seeds) seed->close();
    }
    torrents_.clear();
    loop_.stop();
  });
  thread_.join();
}

void WebSeeds::allow_private(bool allowed) {
  private_addresses_ = allowed;
}

void WebSeeds::open(const base::TorrentId& id, std::shared_ptr<const engine::WebSeedTorrent> torrent,
                    const std::vector<std::string>& urls, bool loopback) {
  const http::ServerPolicy policy{loopback || private_addresses_, loopback};
  loop_.post([this, id, torrent = std::move(torrent), urls, policy] {
    Seeds& seeds = torrents_[id];
    for (const std::string& url : urls) {
      if (std::ranges::any_of(seeds, [&url](const auto& seed) { return seed->url() == url; })) continue;
      seeds.push_back(std::make_shared<WebSeed>(loop_, peers_, torrent, url, policy));
    }
    publish(id);
  });
}

void WebSeeds::wake(const base::TorrentId& id) {
  loop_.post([this, id] {
    const auto found = torrents_.find(id);
    if (found == torrents_.end()) return;
    for (const auto& seed : found->second) seed->wake();
    if (!timer_) timer_ = loop_.every(kTick, [this] { tick(); });
  });
}

void WebSeeds::close(const base::TorrentId& id) {
  loop_.post([this, id] {
    const auto found = torrents_.find(id);
    if (found == torrents_.end()) return;
    for (const auto& seed : found->second) seed->close();
    torrents_.erase(found);
    publish(id);
    if (torrents_.empty()) timer_.reset();
  });
}

void WebSeeds::tick() {
  for (const auto& [id, seeds] : torrents_) {
    for (const auto& seed : seeds) seed->tick();
    publish(id);
  }
}

void WebSeeds::publish(const base::TorrentId& id) {
  std::vector<engine::WebSeedStatus> now;
  if (const auto found = torrents_.find(id); found != torrents_.end()) {
    for (const auto& seed : found->second) now.push_back(seed->status());
  }
  const std::lock_guard lock(mutex_);
  if (now.empty()) {
    published_.erase(id);
  } else {
    published_[id] = std::move(now);
  }
}

std::vector<engine::WebSeedStatus> WebSeeds::status(const base::TorrentId& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = published_.find(id);
  return found == published_.end() ? std::vector<engine::WebSeedStatus>{} : found->second;
}

}  // namespace magnetar::app
