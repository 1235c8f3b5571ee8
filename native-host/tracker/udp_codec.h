#pragma once
// The UDP tracker protocol (BEP 15) with the options of BEP 41. Numbers are big-endian.

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

/// A request with a known action that is malformed.
struct UdpMalformed {
  std::uint64_t connection = 0;
  std::uint32_t transaction = 0;
  std::string problem;  ///< in words for the person
};

using UdpRequest = std::variant<UdpConnect, UdpAnnounce, UdpScrape, UdpMalformed>;

/// Limit of info-hashes of a scrape (BEP 15).
constexpr std::size_t kMostUdpScraped = 74;

/// Reads a request. No value: the datagram does not belong to the protocol and gets no answer. The IP address
/// field of an announce is ignored: a peer's address is the source address of its datagrams.
[[nodiscard]] std::optional<UdpRequest> read_udp_request(std::string_view datagram);

[[nodiscard]] std::string udp_connect_answer(std::uint32_t transaction, std::uint64_t connection);
/// Writes the answer to an announce. All peers have addresses of one family: 6 bytes each for IPv4, 18 for
/// IPv6.
[[nodiscard]] std::string udp_announce_answer(std::uint32_t transaction, std::chrono::seconds interval,
                                              const Counts& counts, const std::vector<SwarmPeer>& peers);
[[nodiscard]] std::string udp_scrape_answer(std::uint32_t transaction, const std::vector<Counts>& swarms);
[[nodiscard]] std::string udp_error(std::uint32_t transaction, std::string_view problem);

}  // namespace magnetar::tracker
