#include "engine/peer_tap.h"

#include <algorithm>
#include <array>
#include <libtorrent/bdecode.hpp>
#include <libtorrent/error_code.hpp>
#include <libtorrent/operations.hpp>
#include <span>
#include <utility>

#include "engine/disable_nagle.h"
#include "engine/reset_trust_points.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

// Message ids of the peer protocol (BEP 3).
constexpr char kRequest = 6;
constexpr char kCancel = 8;

// The limit is above that of libtorrent, Transmission and WebTorrent.
constexpr std::int64_t kMostRequests = 2000;

BlockRequest from_lt(const lt::peer_request& request) {
  return {static_cast<std::int32_t>(request.piece), request.start, request.length};
}

void put(char* out, std::uint32_t value) {
  for (int i = 0; i < 4; ++i) out[i] = static_cast<char>(value >> (24 - 8 * i));
}

}  // namespace

PeerTap::PeerTap(lt::peer_connection_handle peer, std::shared_ptr<RequestScheduler> scheduler,
                 std::shared_ptr<const PieceStore> store, std::shared_ptr<PeerConnector> connector,
                 std::shared_ptr<LocalPeer> local)
    : peer_(std::move(peer)),
      scheduler_(std::move(scheduler)),
      store_(std::move(store)),
      connector_(std::move(connector)),
      local_(std::move(local)) {
  scheduler_->add(*this);
  if (local_) {
    if (local_->kind() == LocalPeer::Kind::web_seed) scheduler_->takes_batches(*this);
  } else {
    connector_->began(peer_);
  }
}

PeerTap::~PeerTap() {
  scheduler_->remove(*this, base::monotonic_now());
}

bool PeerTap::gives(std::int32_t piece) const {
  if (local_ && !local_->gives(piece)) return false;
  return piece == announced_ || (!peer_.is_disconnecting() && peer_.has_piece(lt::piece_index_t(piece)));
}

void PeerTap::request(const BlockRequest& block) {
  store_->trace().asked(base::PieceIndex{block.piece}, block.start, peer_.remote());
  send(kRequest, block);
}

void PeerTap::cancel(const BlockRequest& block) {
  send(kCancel, block);
}

void PeerTap::on_connected() {
  if (!local_) connector_->connected(peer_.remote());
}

// The port belongs to the address on loopback: peers of a private swarm share one IP address.
std::string PeerTap::address() const {
  const lt::tcp::endpoint& remote = peer_.remote();
  if (local_ && !local_->address().empty()) return local_->address();
  if (local_ && local_->kind() == LocalPeer::Kind::web_peer)
    return "web peer " + std::to_string(remote.port());
  std::string address = remote.address().to_string();
  if (!remote.address().is_loopback()) return address;
  return (remote.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(remote.port());
}

void PeerTap::ban() {
  forbid(peer_);
  peer_.disconnect(lt::errors::peer_banned, lt::operation_t::bittorrent);
}

bool PeerTap::on_handshake(lt::span<const char> reserved_bits) {
  if (!local_) connector_->handshaken(peer_);
  constexpr std::ptrdiff_t kLastByte = 7;
  disable_nagle(peer_.local_endpoint(), peer_.remote());
  // The peer may have been proven a liar after an earlier connection.
  if (scheduler_->is_banned(address())) ban();
  answers_all_ = reserved_bits.size() > kLastByte && (reserved_bits[kLastByte] & 0x04) != 0;
  return true;
}

bool PeerTap::on_extension_handshake(const lt::bdecode_node& handshake) {
  if (handshake.type() != lt::bdecode_node::dict_t) return true;
  const std::int64_t requests = handshake.dict_find_int_value("reqq");
  if (requests > 0) scheduler_->takes_at_most(*this, static_cast<int>(std::min(requests, kMostRequests)));
  return true;
}

bool PeerTap::on_choke() {
  scheduler_->choked(*this, answers_all_, base::monotonic_now());
  return false;
}

bool PeerTap::on_unchoke() {
  scheduler_->unchoked(*this, base::monotonic_now());
  return false;
}

bool PeerTap::on_have(lt::piece_index_t piece) {
  announced_ = static_cast<std::int32_t>(piece);
  scheduler_->has_more(*this, base::monotonic_now());
  announced_.reset();
  return false;
}

bool PeerTap::on_allowed_fast(lt::piece_index_t piece) {
  scheduler_->allowed_fast(*this, static_cast<std::int32_t>(piece), base::monotonic_now());
  return false;
}

bool PeerTap::on_piece(const lt::peer_request& piece, lt::span<const char> bytes) {
  connector_->received();
  const std::span<const char> block(bytes.data(), static_cast<std::size_t>(bytes.size()));
  scheduler_->arrived(*this, from_lt(piece), base::monotonic_now(), std::as_bytes(block));
  return false;
}

void PeerTap::on_piece_failed(lt::piece_index_t /*piece*/) {
  reset_trust_points(peer_);
}

// libtorrent ignores the message, because it has not made the request.
bool PeerTap::on_reject(const lt::peer_request& request) {
  scheduler_->rejected(*this, from_lt(request), base::monotonic_now());
  return true;
}

bool PeerTap::write_request(const lt::peer_request& /*request*/) {
  return true;
}

void PeerTap::on_disconnect(const lt::error_code& reason) {
  const bool banned = reason == lt::errors::peer_banned || reason == lt::errors::too_many_corrupt_pieces;
  if (local_) {
    local_->closed(banned);
  } else {
    connector_->ended(peer_.remote());
  }
  scheduler_->remove(*this, base::monotonic_now());
}

void PeerTap::tick() {
  scheduler_->tick(*this, base::monotonic_now());
}

void PeerTap::send(char message, const BlockRequest& block) {
  std::array<char, 17> bytes{};
  put(bytes.data(), 13);
  bytes[4] = message;
  put(bytes.data() + 5, static_cast<std::uint32_t>(block.piece));
  put(bytes.data() + 9, static_cast<std::uint32_t>(block.start));
  put(bytes.data() + 13, static_cast<std::uint32_t>(block.length));
  peer_.send_buffer(bytes.data(), static_cast<int>(bytes.size()));
}

}  // namespace magnetar::engine
