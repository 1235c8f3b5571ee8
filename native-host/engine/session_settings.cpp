#include "engine/session_settings.h"

#include <algorithm>
#include <libtorrent/alert.hpp>
#include <libtorrent/fingerprint.hpp>
#include <limits>

#include "base/limits.h"
#include "engine/web_seed_control.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;
using pack = lt::settings_pack;

/// Finds peers and connects to them quickly.
void set_connecting(pack& settings) {
  settings.set_bool(pack::announce_to_all_trackers, true);
  settings.set_bool(pack::announce_to_all_tiers, true);
  settings.set_int(pack::torrent_connect_boost, 80);
  settings.set_int(pack::connection_speed, 60);
  settings.set_bool(pack::smooth_connects, false);
  // The next tick connects to peers that a magnet link names.
  settings.set_int(pack::tick_interval, 100);
  settings.set_int(pack::peer_connect_timeout, 4);
  settings.set_int(pack::handshake_timeout, 5);
  // The peers of a paused torrent reconnect at once when it is resumed.
  settings.set_int(pack::min_reconnect_time, 2);
  settings.set_int(pack::utp_connect_timeout, 1500);
  settings.set_int(pack::mixed_mode_algorithm, pack::prefer_tcp);
  // A torrent without wanted pieces accepts connections and opens none: PeerConnector dials when a piece is
  // wanted.
  settings.set_bool(pack::seeding_outgoing_connections, false);
  settings.set_int(pack::stop_tracker_timeout, 1);
  settings.set_str(pack::dht_bootstrap_nodes,
                   "router.bittorrent.com:6881,dht.transmissionbt.com:6881,router.utorrent.com:6881,"
                   "dht.libtorrent.org:25401");
}

/// Leaves requests to our scheduler (PeerTap).
void set_requesting(pack& settings) {
  settings.set_int(pack::request_queue_time, 1);
  settings.set_int(pack::whole_pieces_threshold, 0);
  settings.set_int(pack::initial_picker_threshold, 0);
  // A torrent whose window is full wants no piece for a moment, and keeps its seeds.
  settings.set_bool(pack::close_redundant_connections, false);
}

/// Uses pread and pwrite on several threads: every reader of the file sees the bytes of a completed write.
void set_disk(pack& settings) {
  // Good resume data is believed either way. Without it, data on the disk is checked instead of overwritten.
  settings.set_bool(pack::no_recheck_incomplete_resume, false);
  settings.set_int(pack::max_queued_disk_bytes, 16 * 1024 * 1024);
  settings.set_int(pack::aio_threads, 4);
  settings.set_int(pack::hashing_threads, 2);
  settings.set_int(pack::mmap_file_size_cutoff, std::numeric_limits<int>::max());
  settings.set_int(pack::disk_write_mode, pack::always_pwrite);
}

/// Limits the effect of strangers' data on the session.
void set_limits(pack& settings) {
  // The kept .torrent file, at most 10 MiB, holds the trackers too.
  settings.set_int(pack::max_metadata_size, static_cast<int>(base::kLargestTorrentFile) - 64 * 1024);
  settings.set_int(pack::max_piece_count, 0x200000);
  settings.set_bool(pack::validate_https_trackers, true);
  settings.set_bool(pack::ssrf_mitigation, true);
  settings.set_bool(pack::allow_idna, false);
  settings.set_bool(pack::apply_ip_filter_to_trackers, true);
}

void set_identity(pack& settings) {
  settings.set_str(pack::user_agent, "Magnetar/" MAGNETAR_VERSION);
  settings.set_str(
      pack::peer_fingerprint,
      lt::generate_fingerprint("MG", MAGNETAR_VERSION_MAJOR, MAGNETAR_VERSION_MINOR, MAGNETAR_VERSION_PATCH));
}

int bytes_per_second(std::int64_t limit) {
  return static_cast<int>(std::clamp<std::int64_t>(limit, 0, std::numeric_limits<int>::max()));
}

}  // namespace

pack session_settings(const NetworkSettings& network, bool only_loopback) {
  pack settings = network_settings(network, only_loopback, false);
  set_connecting(settings);
  set_requesting(settings);
  set_disk(settings);
  set_limits(settings);
  set_identity(settings);
  // Alerts per block or per peer are off: a flood of them delays the important ones.
  settings.set_int(
      pack::alert_mask,
      static_cast<int>(static_cast<std::uint32_t>(lt::alert_category::error | lt::alert_category::status |
                                                  lt::alert_category::storage)));
  settings.set_int(pack::alert_queue_size, 10000);
  return settings;
}

pack network_settings(const NetworkSettings& network, bool only_loopback, bool present) {
  pack settings;
  settings.set_str(pack::listen_interfaces, present ? with_local_socket(network.listen_interfaces) : "");
  settings.set_bool(pack::enable_dht, present && network.dht);
  settings.set_bool(pack::enable_lsd, present && network.lsd);
  settings.set_bool(pack::enable_upnp, present && network.port_mapping);
  settings.set_bool(pack::enable_natpmp, present && network.port_mapping);
  settings.set_bool(pack::enable_incoming_utp, network.utp);
  settings.set_bool(pack::enable_outgoing_utp, network.utp);
  settings.set_int(pack::download_rate_limit, bytes_per_second(network.download_limit));
  settings.set_int(pack::upload_rate_limit, bytes_per_second(network.upload_limit));
  settings.set_int(pack::connections_limit, std::max(2, network.connections_limit));
  // The peers of a private swarm share one address and differ by port only.
  settings.set_bool(pack::allow_multiple_connections_per_ip, only_loopback);
  return settings;
}

}  // namespace magnetar::engine
