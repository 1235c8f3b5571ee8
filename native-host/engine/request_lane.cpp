#include "engine/request_lane.h"

#include <array>
#include <utility>

#include "engine/request_lanes.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

// Message ids of the peer protocol (BEP 3).
constexpr char kRequest = 6;
constexpr char kCancel = 8;

constexpr std::chrono::seconds kPatience{5};

BlockRequest from_lt(const lt::peer_request& request) {
  return {static_cast<std::int32_t>(request.piece), request.start, request.length};
}

void put(char* out, std::uint32_t value) {
  for (int i = 0; i < 4; ++i) out[i] = static_cast<char>(value >> (24 - 8 * i));
}

base::TimePoint now() {
  return base::SystemClock().now();
}

}  // namespace

RequestLane::RequestLane(lt::peer_connection_handle peer, std::shared_ptr<RequestLanes> lanes)
    : peer_(std::move(peer)), lanes_(std::move(lanes)) {
  lanes_->add(*this);
}

RequestLane::~RequestLane() {
  lanes_->remove(*this);
}

bool RequestLane::on_handshake(lt::span<const char> reserved_bits) {
  constexpr std::ptrdiff_t kLastByte = 7;
  paced_ = reserved_bits.size() > kLastByte && (reserved_bits[kLastByte] & 0x04) != 0;
  return true;
}

// The peer answers every request that it has with a reject; it has to hear of all of them.
bool RequestLane::on_choke() {
  for (const auto& request : pacer_.release_all(now())) send(kRequest, request);
  for (const auto& request : std::exchange(parked_, {})) send(kRequest, request);
  return false;
}

// libtorrent takes a block that it has not asked this peer for, if it is still missing.
bool RequestLane::on_piece(const lt::peer_request& piece, lt::span<const char> /*bytes*/) {
  if (!paced_) return false;
  const auto block = from_lt(piece);
  std::erase(beside_, block);
  std::erase(parked_, block);
  if (pacer_.arrived(block, now())) pump();
  lanes_->arrived(block);
  lanes_->serve_waiting(&block);
  return false;
}

// A reject of what it has not asked for would surprise libtorrent.
bool RequestLane::on_reject(const lt::peer_request& request) {
  const bool beside = std::erase(beside_, from_lt(request)) > 0;
  pacer_.rejected(from_lt(request));
  if (paced_) pump();
  return beside && std::erase(parked_, from_lt(request)) == 0;
}

// libtorrent takes back what the peer has not heard of.
void RequestLane::sent_cancel(const lt::peer_request& request) {
  const auto block = from_lt(request);
  if (pacer_.take_back(block) || std::erase(parked_, block) > 0) ask_and_cancel(block);
}

bool RequestLane::write_request(const lt::peer_request& request) {
  if (!paced_) return false;
  const auto block = from_lt(request);
  pacer_.forget(block);  // libtorrent knows better than an answer that never came
  if (!lanes_->store().suspect(base::PieceIndex{block.piece}) && lanes_->asked(block)) {
    parked_.push_back(block);
    return true;
  }
  pacer_.hold(block, lanes_->store().priority(base::PieceIndex{block.piece}));
  pump();
  return true;
}

// Once a second. Whoever was asked instead has had his time.
void RequestLane::tick() {
  for (const auto& request : std::exchange(long_parked_, parked_)) {
    if (std::erase(parked_, request) == 0) continue;
    std::erase(long_parked_, request);
    pacer_.hold(request, lanes_->store().priority(base::PieceIndex{request.piece}));
  }
  if (!paced_) return;
  // As long as libtorrent itself waits before it gives a request up (piece_timeout).
  pacer_.forget_older_than(now() - kPatience);
  pump();
  lanes_->serve_waiting(nullptr);
}

void RequestLane::flush_for(std::int32_t piece) {
  if (!paced_) return;
  for (const auto& request : pacer_.cancel_but(piece)) send(kCancel, request);
  for (const auto& request : pacer_.held_but(piece)) {
    static_cast<void>(pacer_.take_back(request));
    ask_and_cancel(request);
  }
  for (const auto& request : std::exchange(parked_, {})) {
    if (request.piece == piece) {
      parked_.push_back(request);
    } else {
      ask_and_cancel(request);
    }
  }
  pacer_.reopen();
  pump();
}

void RequestLane::ask_beside(const BlockRequest& request) {
  beside_.push_back(request);
  pacer_.sent(request, now());
  send(kRequest, request);
}

void RequestLane::unpark(const BlockRequest& request) {
  if (std::erase(parked_, request) > 0) ask_and_cancel(request);
}

/// Asked and cancelled in one go, the request is rejected, and libtorrent gives the block up.
void RequestLane::ask_and_cancel(const BlockRequest& request) {
  send(kRequest, request);
  send(kCancel, request);
}

bool RequestLane::may_ask(std::int32_t piece) const {
  return paced_ && !peer_.has_peer_choked() && peer_.has_piece(lt::piece_index_t(piece));
}

std::optional<base::Duration> RequestLane::expected_delay(base::TimePoint now) const {
  return paced_ ? pacer_.expected_delay(now) : std::nullopt;
}

void RequestLane::pump() {
  for (const auto& request : pacer_.release(now())) send(kRequest, request);
}

void RequestLane::send(char message, const BlockRequest& request) {
  std::array<char, 17> bytes{};
  put(bytes.data(), 13);
  bytes[4] = message;
  put(bytes.data() + 5, static_cast<std::uint32_t>(request.piece));
  put(bytes.data() + 9, static_cast<std::uint32_t>(request.start));
  put(bytes.data() + 13, static_cast<std::uint32_t>(request.length));
  peer_.send_buffer(bytes.data(), static_cast<int>(bytes.size()));
}

}  // namespace magnetar::engine
