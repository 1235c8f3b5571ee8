#pragma once
// The UDP tracker protocol: BEP 15, with the options of BEP 41. Numbers are big-endian.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tracker/announce.h"

namespace magnetar::tracker {

struct UdpConnect {
  std::uint32_t transaction = 0;
};

struct UdpAnnounce {
  std::uint64_t connection = 0;
  std::uint32_t transaction = 0;
  std::uint16_t port = 0;
  Announce announce;
};

struct UdpScrape {
  std::uint64_t connection = 0;
  std::uint32_t transaction = 0;
  std::vector<InfoHash> info_hashes;
};

/// A request of a known kind that cannot be answered.
struct UdpMalformed {
  std::uint64_t connection = 0;
  std::uint32_t transaction = 0;
  std::string problem;  ///< in words for the person
};

using UdpRequest = std::variant<UdpConnect, UdpAnnounce, UdpScrape, UdpMalformed>;

/// How many info-hashes a scrape may name (BEP 15).
constexpr std::size_t kMostUdpScraped = 74;

/// Nothing: the datagram is none of the protocol and gets no answer. The address that an announce names for
/// itself is not read: a peer is where its datagrams come from.
[[nodiscard]] std::optional<UdpRequest> read_udp_request(std::string_view datagram);

[[nodiscard]] std::string udp_connect_answer(std::uint32_t transaction, std::uint64_t connection);
/// All peers have addresses of one family: 6 bytes each for IPv4, 18 for IPv6.
[[nodiscard]] std::string udp_announce_answer(std::uint32_t transaction, std::chrono::seconds interval,
                                              const Counts& counts, const std::vector<SwarmPeer>& peers);
[[nodiscard]] std::string udp_scrape_answer(std::uint32_t transaction, const std::vector<Counts>& swarms);
[[nodiscard]] std::string udp_error(std::uint32_t transaction, std::string_view problem);

}  // namespace magnetar::tracker
