#include "support/seed_session.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <libtorrent/add_torrent_params.hpp>
#include <libtorrent/alert_types.hpp>
#include <libtorrent/bencode.hpp>
#include <libtorrent/create_torrent.hpp>
#include <libtorrent/load_torrent.hpp>
#include <libtorrent/magnet_uri.hpp>
#include <libtorrent/session.hpp>
#include <libtorrent/session_params.hpp>
#include <libtorrent/torrent_info.hpp>
#include <optional>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include "support/content_copy.h"

namespace magnetar::testing {
namespace {

namespace lt = libtorrent;
namespace fs = std::filesystem;

lt::create_flags_t flags_of(const SeedOptions& options) {
  if (options.kind == TorrentKind::v2) return lt::create_torrent::v2_only;
  if (options.kind == TorrentKind::hybrid) return {};
  return options.padded ? lt::create_torrent::v1_only | lt::create_torrent::canonical_files
                        : lt::create_torrent::v1_only;
}

std::string make_torrent(const fs::path& content, const SeedOptions& options) {
  lt::file_storage files;
  lt::add_files(files, content.string());
  if (files.num_files() == 0) throw std::runtime_error("nothing to seed in " + content.string());
  lt::create_torrent torrent(files, options.piece_size, flags_of(options));
  for (const std::string& tracker : options.trackers) torrent.add_tracker(tracker);
  lt::error_code error;
  lt::set_piece_hashes(torrent, content.parent_path().string(), error);
  if (error) throw std::runtime_error(error.message());
  std::string bytes;
  lt::bencode(std::back_inserter(bytes), torrent.generate());
  return bytes;
}

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Sets the transports for incoming and outgoing connections.
void set_reach(lt::settings_pack& settings, const SeedOptions& options) {
  using pack = lt::settings_pack;
  for (const int tcp : {pack::enable_incoming_tcp, pack::enable_outgoing_tcp})
    settings.set_bool(tcp, options.transports != Transports::utp);
  for (const int utp : {pack::enable_incoming_utp, pack::enable_outgoing_utp})
    settings.set_bool(utp, options.transports != Transports::tcp);
  const int policy = options.encryption == Encryption::plain    ? pack::pe_disabled
                     : options.encryption == Encryption::forced ? pack::pe_forced
                                                                : pack::pe_enabled;
  settings.set_int(pack::in_enc_policy, policy);
  settings.set_int(pack::out_enc_policy, policy);
}

lt::settings_pack quiet_settings(const SeedOptions& options) {
  using pack = lt::settings_pack;
  pack settings;
  settings.set_str(pack::listen_interfaces, options.listen);
  for (const int off :
       {pack::enable_dht, pack::enable_lsd, pack::enable_upnp, pack::enable_natpmp, pack::ssrf_mitigation})
    settings.set_bool(off, false);
  set_reach(settings, options);
  settings.set_bool(pack::allow_multiple_connections_per_ip, true);
  if (options.upload_slots > 0) settings.set_int(pack::unchoke_slots_limit, options.upload_slots);
  settings.set_int(pack::stop_tracker_timeout, 1);
  const auto heard = options.corrupt ? lt::alert_category::peer_log : lt::alert_category_t{};
  settings.set_int(pack::alert_mask, static_cast<int>(static_cast<std::uint32_t>(
                                         lt::alert_category::status | lt::alert_category::error | heard)));
  if (options.corrupt) settings.set_int(pack::alert_queue_size, 100'000);
  return settings;
}

/// The initial pieces of a leecher, random by seed.
lt::typed_bitfield<lt::piece_index_t> first_pieces(const SeedOptions& options, int pieces) {
  lt::typed_bitfield<lt::piece_index_t> have(pieces, false);
  std::mt19937 random(options.have_seed);
  for (const lt::piece_index_t piece : have.range()) {
    if (static_cast<int>(random() % 100) < options.have_percent) have.set_bit(piece);
  }
  return have;
}

ContentCopy copy_of(const fs::path& content, const SeedOptions& options,
                    const lt::add_torrent_params& params) {
  if (options.corrupt) return ContentCopy::spoiled(content, options.corrupt_one_in);
  const auto have = [&](std::int64_t piece) {
    return params.have_pieces.get_bit(lt::piece_index_t(static_cast<int>(piece)));
  };
  return ContentCopy::partial(content, params.ti->piece_length(), have);
}

lt::tcp::endpoint endpoint_of(const std::string& peer) {
  const auto colon = peer.rfind(':');
  return {lt::make_address(peer.substr(0, colon)),
          static_cast<std::uint16_t>(std::stoi(peer.substr(colon + 1)))};
}

int wait_for_port(lt::session& session) {
  const auto deadline = lt::clock_type::now() + std::chrono::seconds(20);
  while (lt::clock_type::now() < deadline) {
    session.wait_for_alert(deadline - lt::clock_type::now());
    std::vector<lt::alert*> alerts;
    session.pop_alerts(&alerts);
    for (const lt::alert* alert : alerts) {
      const auto* listening = lt::alert_cast<lt::listen_succeeded_alert>(alert);
      if (listening != nullptr && (listening->socket_type == lt::socket_type_t::tcp ||
                                   listening->socket_type == lt::socket_type_t::utp))
        return listening->port;
    }
  }
  throw std::runtime_error("cannot listen");
}

}  // namespace

class SeedSession::Impl {
 public:
  Impl(const fs::path& content, const SeedOptions& options)
      : torrent_file_(options.torrent.empty() ? make_torrent(content, options) : read(options.torrent)),
        session_(lt::session_params(quiet_settings(options))) {
    // libtorrent's peer class for local addresses has unlimited upload slots.
    if (options.upload_slots > 0) session_.set_peer_class_filter({});
    port_ = wait_for_port(session_);
    lt::add_torrent_params params = lt::load_torrent_buffer(torrent_file_);
    params.save_path = content.parent_path().string();
    params.flags = lt::torrent_flags::seed_mode;
    if (options.corrupt || options.have_percent < 100) {
      params.flags = {};  // with seed_mode libtorrent checks hashes; resume data it trusts
      params.have_pieces = first_pieces(options, params.ti->num_pieces());
      copy_.emplace(copy_of(content, options, params));
      params.save_path = copy_->folder().string();
    }
    if (!options.peer_exchange) params.flags |= lt::torrent_flags::disable_pex;
    for (const std::string& peer : options.peers) params.peers.push_back(endpoint_of(peer));
    params.upload_limit = options.upload_limit;
    host_ = options.listen.substr(0, options.listen.rfind(':'));
    handle_ = session_.add_torrent(std::move(params));
  }

  lt::torrent_handle handle() const { return handle_; }
  const std::string& torrent_file() const { return torrent_file_; }
  int port() const { return port_; }
  int block_hash_requests() {
    std::vector<lt::alert*> alerts;
    session_.pop_alerts(&alerts);
    return static_cast<int>(std::count_if(alerts.begin(), alerts.end(), [](const lt::alert* alert) {
      const auto* line = lt::alert_cast<lt::peer_log_alert>(alert);
      return line != nullptr && std::string_view(line->event_type) == "HASH_REQUEST" &&
             std::string_view(line->log_message()).find("base: 0 ") != std::string_view::npos;
    }));
  }
  std::string peer() const { return "&x.pe=" + host_ + ":" + std::to_string(port_); }

 private:
  const std::string torrent_file_;
  std::optional<ContentCopy> copy_;
  lt::session session_;
  lt::torrent_handle handle_;
  std::string host_;
  int port_ = 0;
};

SeedSession::SeedSession(const fs::path& content, const SeedOptions& options)
    : impl_(std::make_unique<Impl>(fs::absolute(content), options)) {}

SeedSession::~SeedSession() = default;

std::string SeedSession::magnet() const {
  return lt::make_magnet_uri(impl_->handle()) + impl_->peer();
}

std::string SeedSession::peer_parameter() const {
  return impl_->peer();
}

const std::string& SeedSession::torrent_file() const {
  return impl_->torrent_file();
}

std::string SeedSession::info_hash() const {
  const lt::info_hash_t hashes = impl_->handle().info_hashes();
  std::ostringstream text;
  if (hashes.has_v1())
    text << hashes.v1;
  else
    text << hashes.v2;
  return text.str();
}

int SeedSession::port() const {
  return impl_->port();
}

int SeedSession::block_hash_requests() {
  return impl_->block_hash_requests();
}

long long SeedSession::uploaded() const {
  return impl_->handle().status().total_payload_upload;
}

}  // namespace magnetar::testing
