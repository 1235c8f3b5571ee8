#pragma once
// The web seeds of all torrents, on a thread of their own.

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "app/web_seeds/web_seed.h"
#include "base/loop.h"
#include "engine/local_peers.h"
#include "engine/web_seeds.h"

namespace magnetar::app {

/// For the daemon's loop thread. The destructor ends the fetches under way and joins the thread.
class WebSeeds final : public engine::WebSeedClient {
 public:
  explicit WebSeeds(std::shared_ptr<engine::LocalPeers> peers);
  ~WebSeeds() override;
  WebSeeds(const WebSeeds&) = delete;
  WebSeeds& operator=(const WebSeeds&) = delete;

  /// Whether web seeds may have private addresses (the setting local_torrent_links).
  void allow_private(bool allowed);

  void open(const base::TorrentId& id, std::shared_ptr<const engine::WebSeedTorrent> torrent,
            const std::vector<std::string>& urls, bool loopback) override;
  void wake(const base::TorrentId& id) override;
  void close(const base::TorrentId& id) override;
  [[nodiscard]] std::vector<engine::WebSeedStatus> status(const base::TorrentId& id) const override;

 private:
  using Seeds = std::vector<std::shared_ptr<WebSeed>>;

  void tick();
  void publish(const base::TorrentId& id);

  const std::shared_ptr<engine::LocalPeers> peers_;
  bool private_addresses_ = false;  ///< daemon's loop thread only
  base::Loop loop_;
  // For the thread of the web seeds only.
  std::map<base::TorrentId, Seeds> torrents_;
  std::unique_ptr<base::Timer> timer_;
  // For both threads.
  mutable std::mutex mutex_;
  std::map<base::TorrentId, std::vector<engine::WebSeedStatus>> published_;
  std::thread thread_;
};

}  // namespace magnetar::app
