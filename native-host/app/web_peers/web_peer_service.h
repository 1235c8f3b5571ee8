#pragma once
// Decides when the bridge to web peers is wanted, and for which swarms.

#include <functional>
#include <memory>
#include <string>

#include "api/bridge.h"
#include "app/torrents/torrent_map.h"
#include "app/web_peers/web_peers.h"
#include "engine/engine.h"
#include "http/allowed_origins.h"
#include "library/settings.h"

namespace magnetar::app {

/// Loop thread only. The bridge listens from the first time that it is wanted.
class WebPeerService final : public api::Bridge {
 public:
  struct Uses {
    const TorrentMap& torrents;
    const engine::Engine& engine;
    const library::Settings& settings;
    base::Executor& loop;
    std::function<void(const api::BridgeView&)> changed;
  };

  WebPeerService(Uses uses, std::shared_ptr<engine::LocalPeers> peers)
      : uses_(std::move(uses)), peers_(std::move(peers)) {}

  [[nodiscard]] api::BridgeView bridge() const override;
  /// Allows pages of this origin to open the bridge.
  void allow_origin(const std::string& origin);
  /// To be called once a second, and after a change of the settings.
  void tick();

 private:
  void start();
  [[nodiscard]] WebSwarms swarms() const;
  [[nodiscard]] std::vector<std::string> trackers_of(const Torrent& torrent) const;

  const Uses uses_;
  const std::shared_ptr<engine::LocalPeers> peers_;
  std::vector<std::string> origins_;
  WebSwarms now_;
  bool failed_ = false;                                                           ///< it cannot listen
  const std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);  ///< the only owner
  std::unique_ptr<WebPeers> bridge_;
};

}  // namespace magnetar::app
