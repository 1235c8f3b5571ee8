// magnetar-leech: downloads torrents with libtorrent alone and the engine's session settings, as the
// reference for the engine. Protocol as for the other peers of the benchmark: {"fetch": MAGNET} in, a line
// out after the whole download. usage: magnetar-leech FOLDER

#include <chrono>
#include <iostream>
#include <libtorrent/add_torrent_params.hpp>
#include <libtorrent/alert_types.hpp>
#include <libtorrent/magnet_uri.hpp>
#include <libtorrent/session.hpp>
#include <libtorrent/session_params.hpp>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "engine/session_settings.h"

namespace {

namespace lt = libtorrent;
using Clock = std::chrono::steady_clock;

lt::settings_pack settings() {
  magnetar::engine::NetworkSettings network;
  network.listen_interfaces = "0.0.0.0:0";
  network.dht = network.lsd = network.port_mapping = network.utp = false;
  auto settings = magnetar::engine::session_settings(network, false);
  // The engine dials peers itself; libtorrent alone has to.
  settings.set_bool(lt::settings_pack::seeding_outgoing_connections, true);
  return settings;
}

bool is_finished(lt::session& session) {
  std::vector<lt::alert*> alerts;
  session.pop_alerts(&alerts);
  for (const lt::alert* alert : alerts) {
    if (lt::alert_cast<lt::torrent_finished_alert>(alert) != nullptr) return true;
    if (const auto* failed = lt::alert_cast<lt::torrent_error_alert>(alert))
      throw std::runtime_error(failed->message());
  }
  return false;
}

void fetch(lt::session& session, const std::string& magnet, const std::string& folder) {
  lt::add_torrent_params params = lt::parse_magnet_uri(magnet);
  params.save_path = folder;
  params.flags &= ~(lt::torrent_flags::paused | lt::torrent_flags::auto_managed);
  session.add_torrent(std::move(params));
  const auto deadline = Clock::now() + std::chrono::minutes(5);
  while (!is_finished(session)) {
    if (Clock::now() > deadline) throw std::runtime_error("not finished in five minutes");
    session.wait_for_alert(deadline - Clock::now());
  }
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::cerr << "usage: magnetar-leech FOLDER\n";
    return 2;
  }
  lt::session session{lt::session_params(settings())};
  std::cout << "{\"ready\":true}" << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
    fetch(session, nlohmann::json::parse(line).at("fetch").get<std::string>(), argv[1]);
    std::cout << "{\"done\":true}" << std::endl;
  }
  return 0;
} catch (const std::exception& error) {
  std::cerr << "magnetar-leech: " << error.what() << '\n';
  return 1;
}
