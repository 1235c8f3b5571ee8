#include "tracker/http_tracker.h"

namespace magnetar::tracker {

namespace ip = boost::asio::ip;

std::optional<std::string> HttpTracker::answer(std::string_view target, const ip::address& from) {
  const auto request = read_http_request(target);
  if (!request) return http_failure(request.error().message);
  if (const auto* announce = std::get_if<HttpAnnounce>(&request.value())) return answer(*announce, from);
  if (const auto* scrape = std::get_if<HttpScrape>(&request.value())) return answer(*scrape);
  return std::nullopt;
}

std::string HttpTracker::answer(const HttpAnnounce& request, const ip::address& from) {
  const Announce& announce = request.announce;
  const auto admitted = admit(service_.filter, {announce.info_hash, &announce.peer_id, announce.ticket});
  if (!admitted) return http_failure(admitted.error().message);
  const PeerAddress address{from, request.port};
  const auto counts = service_.swarms.announce(announce, address);
  if (!counts) return http_failure(counts.error().message);
  const std::size_t wanted = announce.event == Event::stopped ? 0 : announce.wanted;
  HttpAnnounceAnswer answer{counts.value(), {}, from};
  answer.peers = service_.swarms.peers(announce.info_hash, {address, announce.peer_id}, wanted, Family::both);
  return http_announce_answer(answer, service_.intervals, request.compact, request.peer_ids);
}

std::string HttpTracker::answer(const HttpScrape& request) const {
  std::vector<std::pair<InfoHash, Counts>> swarms;
  for (const InfoHash& hash : request.info_hashes)
    if (admit(service_.filter, {hash, nullptr, request.ticket}))
      swarms.emplace_back(hash, service_.swarms.counts(hash));
  return http_scrape_answer(std::move(swarms), service_.intervals.least);
}

}  // namespace magnetar::tracker
