#pragma once
// The settings that the engine needs.

#include "engine/types.h"
#include "library/settings.h"

namespace magnetar::app {

[[nodiscard]] inline engine::NetworkSettings network_settings(const library::Settings& settings) {
  engine::NetworkSettings network;
  network.listen_interfaces = settings.listen_interfaces;
  network.dht = settings.dht;
  network.lsd = settings.lsd;
  network.port_mapping = settings.port_mapping;
  network.utp = settings.utp;
  network.download_limit = settings.download_limit;
  network.upload_limit = settings.upload_limit;
  network.connections_limit = static_cast<int>(settings.connections_limit);
  network.local_torrent_links = settings.local_torrent_links;
  return network;
}

}  // namespace magnetar::app
