// The session and the network: a person's settings, changes of addresses, and the session's presence.

#include <boost/asio/post.hpp>
#include <libtorrent/session_params.hpp>
#include <utility>

#include "base/listen_interfaces.h"
#include "base/log.h"
#include "engine/peer_connector.h"
#include "engine/session_engine.h"
#include "engine/session_settings.h"

namespace magnetar::engine {

namespace lt = libtorrent;

std::shared_ptr<NetworkWatch> SessionEngine::make_network_watch() {
  const auto changed = [this, &loop = loop_,
                        alive = std::weak_ptr(alive_)](const NetworkWatch::Addresses& addresses) {
    loop.post([this, alive, addresses] {
      if (alive.lock()) network_changed(addresses);
    });
  };
  auto watch = std::make_shared<NetworkWatch>(session_.get_context(), changed);
  boost::asio::post(session_.get_context(), [watch] { watch->start(); });
  return watch;
}

void SessionEngine::network_changed(const NetworkWatch::Addresses& addresses) {
  for (const auto& [id, entry] : entries_) {
    boost::asio::post(session_.get_context(),
                      [connector = entry->connector, addresses] { connector->network_changed(addresses); });
  }
}

void SessionEngine::apply(const NetworkSettings& network) {
  const auto interfaces = base::parse_listen_interfaces(network.listen_interfaces);
  if (!interfaces) {
    base::log(base::LogLevel::warning, "engine", interfaces.error().message);
    return;
  }
  new_listen_port_ = new_listen_port_ || network.listen_interfaces != network_.listen_interfaces;
  network_ = network;
  only_loopback_ = interfaces.value().only_loopback;
  session_.apply_settings(network_settings(network, only_loopback_, presence_.present()));
  for (const auto& [id, entry] : entries_) {
    boost::asio::post(session_.get_context(),
                      [connector = entry->connector, utp = network.utp] { connector->allow_utp(utp); });
  }
  if (new_listen_port_) web_seeds_.listens_anew();
  web_seeds_.filter(reach(), neighbours_);
}

// The DHT nodes are kept over an absence: a DHT without nodes asks the bootstrap nodes, which takes seconds.
void SessionEngine::presence_changed() {
  const bool present = presence_.present();
  if (!present) {
    dht_nodes_ = session_.session_state(lt::session::save_dht_state).dht_state.nodes;
    save_session_state();
    session_status_.listen_port = 0;
  }
  new_listen_port_ = present;
  session_.apply_settings(network_settings(network_, only_loopback_, present));
  web_seeds_.listens_anew();
  if (!present) return;
  for (const auto& node : std::exchange(dht_nodes_, {}))
    session_.add_dht_node({node.address().to_string(), node.port()});
}

}  // namespace magnetar::engine
