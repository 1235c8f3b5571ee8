#include "tracker/udp_tracker.h"

#include <algorithm>

namespace magnetar::tracker {
namespace {

namespace ip = boost::asio::ip;

/// The largest payload that every network carries: the smallest MTU of IPv6 without the headers.
constexpr std::size_t kLargestAnswer = 1280 - 48;
constexpr std::size_t kAnswerHead = 20;

std::size_t room_for_peers(const ip::address& host) {
  return (kLargestAnswer - kAnswerHead) / (host.is_v4() ? 6U : 18U);
}

/// The error fits into an answer as long as a scrape of one torrent, the shortest request with a connection
/// id.
constexpr std::string_view kUnknownConnection = "connection ID unknown";

}  // namespace

std::string UdpTracker::answer(std::string_view datagram, const PeerAddress& from) {
  const auto request = read_udp_request(datagram);
  if (!request) return {};
  return std::visit([&](const auto& read) { return answer(read, from.host); }, *request);
}

std::string UdpTracker::answer(const UdpConnect& request, const ip::address& host) const {
  return udp_connect_answer(request.transaction, ids_.give(host));
}

std::string UdpTracker::answer(const UdpAnnounce& request, const ip::address& host) {
  if (!ids_.good(request.connection, host)) return udp_error(request.transaction, kUnknownConnection);
  const Announce& announce = request.announce;
  const auto admitted = admit(service_.filter, {announce.info_hash, &announce.peer_id, announce.ticket});
  if (!admitted) return udp_error(request.transaction, admitted.error().message);
  const PeerAddress address{host, request.port};
  const auto counts = service_.swarms.announce(announce, address);
  if (!counts) return udp_error(request.transaction, counts.error().message);
  const auto wanted = announce.event == Event::stopped ? 0 : std::min(announce.wanted, room_for_peers(host));
  const auto peers = service_.swarms.peers(announce.info_hash, {address, announce.peer_id}, wanted,
                                           host.is_v4() ? Family::v4 : Family::v6);
  return udp_announce_answer(request.transaction, service_.intervals.announce, counts.value(), peers);
}

std::string UdpTracker::answer(const UdpScrape& request, const ip::address& host) const {
  if (!ids_.good(request.connection, host)) return udp_error(request.transaction, kUnknownConnection);
  std::vector<Counts> swarms;
  swarms.reserve(request.info_hashes.size());
  // The order of the results names the torrents, so a refused torrent has zeros.
  for (const InfoHash& hash : request.info_hashes)
    swarms.push_back(admit(service_.filter, {hash, nullptr, {}}) ? service_.swarms.counts(hash) : Counts{});
  return udp_scrape_answer(request.transaction, swarms);
}

std::string UdpTracker::answer(const UdpMalformed& request, const ip::address& host) const {
  if (!ids_.good(request.connection, host)) return {};
  return udp_error(request.transaction, request.problem);
}

}  // namespace magnetar::tracker
