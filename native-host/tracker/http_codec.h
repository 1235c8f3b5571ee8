#pragma once
// Announces and scrapes over HTTP: BEP 3, 7, 23, 24, 48.

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"
#include "tracker/announce.h"

namespace magnetar::tracker {

struct HttpAnnounce {
  Announce announce;
  std::uint16_t port = 0;
  bool compact = true;   ///< false: `compact=0`, a list of dictionaries
  bool peer_ids = true;  ///< false: `no_peer_id=1`
};

struct HttpScrape {
  std::vector<InfoHash> info_hashes;
  std::string ticket;
};

/// A path that is neither /announce nor /scrape.
struct HttpElsewhere {};

using HttpRequest = std::variant<HttpAnnounce, HttpScrape, HttpElsewhere>;

/// Limit of info-hashes of a scrape over HTTP or WebSocket.
constexpr std::size_t kMostScraped = 100;

/// Reads the target of a GET: path and query. `ip`, `ipv4` and `ipv6` are ignored: a peer's address is the
/// source address of its request, so that it cannot announce others. Errors: invalid_params, whose message is
/// the failure reason.
[[nodiscard]] base::Result<HttpRequest> read_http_request(std::string_view target);

/// The content of an answer to an announce.
struct HttpAnnounceAnswer {
  Counts counts;
  std::vector<SwarmPeer> peers;
  boost::asio::ip::address external;  ///< the address that the request came from (BEP 24)
};

/// Writes the answer to an announce. Compact: `peers` always, and `peers6` when there are IPv6 peers.
/// Otherwise one list of dictionaries.
[[nodiscard]] std::string http_announce_answer(const HttpAnnounceAnswer& answer, const Intervals& intervals,
                                               bool compact, bool peer_ids);
/// Writes the answer to a scrape. The info-hashes may have any order; a duplicate is written once.
[[nodiscard]] std::string http_scrape_answer(std::vector<std::pair<InfoHash, Counts>> swarms,
                                             std::chrono::seconds least);
[[nodiscard]] std::string http_failure(std::string_view reason);

}  // namespace magnetar::tracker
