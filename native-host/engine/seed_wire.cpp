#include "engine/seed_wire.h"

#include <optional>

namespace magnetar::engine {
namespace {

using base::Error;
using base::ErrorCode;

// Message ids: BEP 3, BEP 6, BEP 52.
constexpr char kChoke = 0;
constexpr char kUnchoke = 1;
constexpr char kRequest = 6;
constexpr char kPiece = 7;
constexpr char kCancel = 8;
constexpr char kHaveAll = 14;
constexpr char kReject = 16;
constexpr char kHashRequest = 21;
constexpr char kHashReject = 23;

constexpr std::string_view kProtocol{
    "\x13"
    "BitTorrent protocol"};
constexpr std::size_t kHandshake = 68;
constexpr std::size_t kInfoHashAt = 28;
constexpr std::size_t kHashRequestLength = 49;
// The most pieces that a torrent may have make a bitfield of 256 KiB.
constexpr std::uint32_t kLongestWireMessage = 1024 * 1024;

std::uint32_t get(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

void put(std::string& out, std::uint32_t value) {
  for (unsigned shift = 24;; shift -= 8) {
    out += static_cast<char>(value >> shift & 0xffU);
    if (shift == 0) return;
  }
}

std::string message(char id, std::uint32_t body) {
  std::string out;
  put(out, body + 1);
  out += id;
  return out;
}

void put_block(std::string& out, const BlockRequest& block) {
  put(out, static_cast<std::uint32_t>(block.piece));
  put(out, static_cast<std::uint32_t>(block.start));
  put(out, static_cast<std::uint32_t>(block.length));
}

std::optional<BlockRequest> read_block(std::string_view body) {
  if (body.size() != 13) return std::nullopt;
  const BlockRequest block{static_cast<std::int32_t>(get(body, 1)), static_cast<std::int32_t>(get(body, 5)),
                           static_cast<std::int32_t>(get(body, 9))};
  const bool sane = block.piece >= 0 && block.start >= 0 && block.length > 0 && block.length <= kBlockSize;
  return sane ? std::optional(block) : std::nullopt;
}

}  // namespace

base::Result<SeedWire::Heard> SeedWire::feed(std::string_view bytes) {
  buffer_.append(bytes);
  Heard heard;
  if (!greeted_) {
    MAGNETAR_TRY(came, take_handshake());
    if (!came) return heard;
    heard.handshake = greeted_ = true;
  }
  for (;;) {
    MAGNETAR_TRY(came, take_message(heard));
    if (!came) return heard;
  }
}

base::Result<bool> SeedWire::take_handshake() {
  if (buffer_.size() < kHandshake) return false;
  const std::string_view text(buffer_);
  if (!text.starts_with(kProtocol) || text.substr(kInfoHashAt, info_hash_.size()) != info_hash_)
    return Error{ErrorCode::bad_torrent, "the handshake of another torrent"};
  buffer_.erase(0, kHandshake);
  return true;
}

base::Result<bool> SeedWire::take_message(Heard& heard) {
  if (buffer_.size() < 4) return false;
  const std::uint32_t length = get(buffer_, 0);
  if (length > kLongestWireMessage) return Error{ErrorCode::bad_torrent, "a message that is too long"};
  if (buffer_.size() < 4 + std::size_t{length}) return false;
  const std::string body = buffer_.substr(4, length);
  buffer_.erase(0, 4 + std::size_t{length});
  if (body.empty()) return true;
  if (body[0] == kRequest || body[0] == kCancel) {
    if (const auto block = read_block(body))
      (body[0] == kRequest ? heard.requests : heard.cancels).push_back(*block);
  } else if (body[0] == kHashRequest && body.size() == kHashRequestLength) {
    heard.answer += message(kHashReject, kHashRequestLength - 1) + body.substr(1);
  }
  return true;
}

std::string SeedWire::hello(std::string_view info_hash, std::string_view peer_id) {
  std::string out(kProtocol);
  out.append(7, '\0');
  out += '\x04';  // the fast extension, BEP 6
  out.append(info_hash);
  out.append(peer_id);
  return out + message(kHaveAll, 0) + unchoke();
}

std::string SeedWire::choke() {
  return message(kChoke, 0);
}

std::string SeedWire::unchoke() {
  return message(kUnchoke, 0);
}

std::string SeedWire::reject(const BlockRequest& block) {
  std::string out = message(kReject, 12);
  put_block(out, block);
  return out;
}

std::string SeedWire::piece_head(const BlockRequest& block) {
  std::string out = message(kPiece, 8 + static_cast<std::uint32_t>(block.length));
  put(out, static_cast<std::uint32_t>(block.piece));
  put(out, static_cast<std::uint32_t>(block.start));
  return out;
}

}  // namespace magnetar::engine
