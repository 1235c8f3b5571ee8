#include "bridge/handshake_filter.h"

#include <algorithm>
#include <array>

#include "bridge/bencode_edit.h"

namespace magnetar::bridge {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kProtocol =
    "\x13"
    "BitTorrent protocol"sv;
constexpr std::size_t kHandshake = 68;
constexpr std::size_t kInfoHashAt = 28;  // behind the name of the protocol and eight bytes of extensions
constexpr std::size_t kInfoHash = 20;
constexpr std::size_t kLength = 4;
constexpr char kPort = 9;
constexpr char kExtended = 20;
constexpr char kExtendedHandshake = 0;
constexpr std::array kAddresses{"p"sv, "ipv4"sv, "ipv6"sv, "yourip"sv};

base::Error refused(const char* problem) {
  return {base::ErrorCode::invalid_request, problem};
}

std::uint32_t number(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char c : bytes.substr(0, kLength)) value = value << 8U | static_cast<unsigned char>(c);
  return value;
}

std::string length_prefix(std::size_t length) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(length >> shift & 0xffU);
  return bytes;
}

}  // namespace

base::Result<std::string> HandshakeFilter::take(std::string_view part) {
  std::string out;
  out.reserve(part.size());
  while (!part.empty()) {
    BOOST_OUTCOME_TRYV(step(part, out));
  }
  return out;
}

base::Result<void> HandshakeFilter::step(std::string_view& part, std::string& out) {
  if (state_ == State::handshake) return take_handshake(part, out);
  if (state_ == State::extended) return take_extended(part, out);
  if (state_ == State::head) {
    take_head(part, out);
    return base::success();
  }
  const auto size = std::min<std::size_t>(left_, part.size());
  if (state_ == State::pass) out += part.substr(0, size);
  part.remove_prefix(size);
  left_ -= static_cast<std::uint32_t>(size);
  if (left_ == 0) next_message();
  return base::success();
}

base::Result<void> HandshakeFilter::take_handshake(std::string_view& part, std::string& out) {
  const bool whole = keep(part, kHandshake);
  if (kept_.substr(0, kProtocol.size()) != kProtocol.substr(0, kept_.size()))
    return refused("no BitTorrent handshake in clear text");
  if (!whole) return base::success();
  if (std::string_view(kept_).substr(kInfoHashAt, kInfoHash) != info_hash_)
    return refused("the handshake of another torrent");
  out += kept_;
  next_message();
  return base::success();
}

void HandshakeFilter::take_head(std::string_view& part, std::string& out) {
  if (!keep(part, kLength)) return;
  const std::uint32_t length = number(kept_);
  if (length == 0) {  // keep-alive
    out += kept_;
    return next_message();
  }
  // The kind of a message decides, and for an extended one the byte after it.
  if (!keep(part, kLength + 1)) return;
  const bool extended = kept_[kLength] == kExtended && length >= 2;
  if (extended && !keep(part, kLength + 2)) return;
  left_ = length - static_cast<std::uint32_t>(kept_.size() - kLength);
  if (extended && kept_[kLength + 1] == kExtendedHandshake) {
    state_ = State::extended;
    return;
  }
  state_ = kept_[kLength] == kPort ? State::drop : State::pass;
  if (state_ == State::pass) out += kept_;
  if (left_ == 0) next_message();
}

base::Result<void> HandshakeFilter::take_extended(std::string_view& part, std::string& out) {
  const std::uint32_t length = number(kept_);
  if (length > kLongestHandshake) return refused("an extended handshake is too long");
  if (!keep(part, kLength + length)) return base::success();
  const auto edited = without_keys(std::string_view(kept_).substr(kLength + 2), kAddresses);
  if (!edited) return refused("an extended handshake cannot be read");
  out += length_prefix(edited->size() + 2);
  out += kExtended;
  out += kExtendedHandshake;
  out += *edited;
  next_message();
  return base::success();
}

bool HandshakeFilter::keep(std::string_view& part, std::size_t size) {
  const auto more = std::min(size - std::min(size, kept_.size()), part.size());
  kept_ += part.substr(0, more);
  part.remove_prefix(more);
  return kept_.size() >= size;
}

void HandshakeFilter::next_message() {
  kept_.clear();
  left_ = 0;
  state_ = State::head;
}

}  // namespace magnetar::bridge
