#include "tracker/udp_codec.h"

#include <algorithm>

#include "tracker/compact.h"
#include "tracker/query_string.h"
#include "tracker/service.h"

namespace magnetar::tracker {
namespace {

constexpr std::uint64_t kProtocol = 0x41727101980;
constexpr std::uint32_t kConnect = 0;
constexpr std::uint32_t kAnnounce = 1;
constexpr std::uint32_t kScrape = 2;
constexpr std::uint32_t kError = 3;
constexpr std::size_t kHead = 16;
constexpr std::size_t kAnnounceSize = 98;
constexpr std::size_t kHashSize = 20;

// Option types of BEP 41.
constexpr std::uint8_t kEndOfOptions = 0;
constexpr std::uint8_t kNop = 1;
constexpr std::uint8_t kUrlData = 2;

/// Reads a big-endian number of all `bytes`.
std::uint64_t number(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes) value = value << 8U | static_cast<unsigned char>(c);
  return value;
}

std::uint32_t number32(std::string_view datagram, std::size_t at) {
  return static_cast<std::uint32_t>(number(datagram.substr(at, 4)));
}

void append32(std::string& text, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(value >> shift & 0xffU);
}

Event event_of(std::uint32_t number) {
  if (number == 1) return Event::completed;
  if (number == 2) return Event::started;
  if (number == 3) return Event::stopped;
  return Event::none;
}

std::size_t wanted_of(std::uint32_t number) {
  const auto wanted = static_cast<std::int32_t>(number);
  return wanted < 0 ? kPeersUnlessTold : std::min<std::size_t>(number, kMostPeers);
}

/// Joins the path and query of the announce URL from URLData options of at most 255 bytes (BEP 41). An option
/// that exceeds the datagram ends the list.
std::string url_data(std::string_view options) {
  std::string url;
  while (!options.empty()) {
    const auto type = static_cast<std::uint8_t>(options.front());
    options.remove_prefix(1);
    if (type == kEndOfOptions) break;
    if (type == kNop) continue;
    if (options.empty()) break;
    const auto size = static_cast<std::uint8_t>(options.front());
    if (options.size() - 1 < size) break;
    if (type == kUrlData) url += options.substr(1, size);
    options.remove_prefix(1 + std::size_t{size});
  }
  return url;
}

UdpRequest read_announce(std::string_view datagram, std::uint64_t connection, std::uint32_t transaction) {
  if (datagram.size() < kAnnounceSize) return UdpMalformed{connection, transaction, "announce too short"};
  UdpAnnounce request;
  request.connection = connection;
  request.transaction = transaction;
  request.announce.info_hash = *id_from<InfoHash>(datagram.substr(16, kHashSize));
  request.announce.peer_id = *id_from<PeerId>(datagram.substr(36, kHashSize));
  // All bits set: `left` is not known yet, as with a magnet link.
  const std::uint64_t left = number(datagram.substr(64, 8));
  if (left != ~std::uint64_t{0}) request.announce.left = left;
  request.announce.event = event_of(number32(datagram, 80));
  request.announce.wanted = wanted_of(number32(datagram, 92));
  request.port = static_cast<std::uint16_t>(number(datagram.substr(96, 2)));
  request.announce.ticket = ticket_of(url_data(datagram.substr(kAnnounceSize)));
  if (request.port == 0) return UdpMalformed{connection, transaction, "port is 0"};
  return request;
}

UdpRequest read_scrape(std::string_view datagram, std::uint64_t connection, std::uint32_t transaction) {
  const auto hashes = datagram.substr(kHead);
  if (hashes.empty() || hashes.size() % kHashSize != 0 || hashes.size() / kHashSize > kMostUdpScraped)
    return UdpMalformed{connection, transaction, "bad scrape"};
  UdpScrape request{connection, transaction, {}};
  for (std::size_t at = 0; at < hashes.size(); at += kHashSize)
    request.info_hashes.push_back(*id_from<InfoHash>(hashes.substr(at, kHashSize)));
  return request;
}

}  // namespace

std::optional<UdpRequest> read_udp_request(std::string_view datagram) {
  if (datagram.size() < kHead) return std::nullopt;
  const std::uint64_t connection = number(datagram.substr(0, 8));
  const std::uint32_t transaction = number32(datagram, 12);
  switch (number32(datagram, 8)) {
    case kConnect:
      if (connection != kProtocol) return std::nullopt;
      return UdpConnect{transaction};
    case kAnnounce:
      return read_announce(datagram, connection, transaction);
    case kScrape:
      return read_scrape(datagram, connection, transaction);
    default:
      return std::nullopt;
  }
}

std::string udp_connect_answer(std::uint32_t transaction, std::uint64_t connection) {
  std::string text;
  append32(text, kConnect);
  append32(text, transaction);
  append32(text, static_cast<std::uint32_t>(connection >> 32U));
  append32(text, static_cast<std::uint32_t>(connection));
  return text;
}

std::string udp_announce_answer(std::uint32_t transaction, std::chrono::seconds interval,
                                const Counts& counts, const std::vector<SwarmPeer>& peers) {
  std::string text;
  text.reserve(20 + 18 * peers.size());
  append32(text, kAnnounce);
  append32(text, transaction);
  append32(text, static_cast<std::uint32_t>(interval.count()));
  append32(text, counts.incomplete);
  append32(text, counts.complete);
  for (const SwarmPeer& peer : peers) append_compact(text, peer.address);
  return text;
}

std::string udp_scrape_answer(std::uint32_t transaction, const std::vector<Counts>& swarms) {
  std::string text;
  append32(text, kScrape);
  append32(text, transaction);
  for (const Counts& counts : swarms) {
    append32(text, counts.complete);
    append32(text, counts.downloaded);
    append32(text, counts.incomplete);
  }
  return text;
}

std::string udp_error(std::uint32_t transaction, std::string_view problem) {
  std::string text;
  append32(text, kError);
  append32(text, transaction);
  text += problem;
  return text;
}

}  // namespace magnetar::tracker
