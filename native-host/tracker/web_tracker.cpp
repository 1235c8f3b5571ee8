#include "tracker/web_tracker.h"

#include <algorithm>

namespace magnetar::tracker {
namespace {

base::Error refused(const char* problem) {
  return {base::ErrorCode::tracker_refused, problem};
}

}  // namespace

void WebTracker::message(SocketId socket, std::string_view ticket, std::string_view text) {
  std::visit([&](auto&& message) { take(socket, ticket, std::forward<decltype(message)>(message)); },
             read_web_message(text));
}

void WebTracker::take(SocketId socket, std::string_view ticket, WebAnnounce&& message) {
  Announce& announced = message.announce;
  announced.ticket = ticket;
  const auto admitted = admit(service_.filter, {announced.info_hash, &announced.peer_id, announced.ticket});
  if (!admitted) return refuse(socket, announced.info_hash, admitted.error());
  const auto counts = announce(socket, announced);
  if (!counts) return refuse(socket, announced.info_hash, counts.error());
  sockets_.answer(socket, web_announce_answer(announced.info_hash, counts.value(), service_.intervals.web));
  if (announced.event != Event::stopped) hand_on_offers(socket, message);
}

base::Result<Counts> WebTracker::announce(SocketId socket, const Announce& announce) {
  Client& client = clients_[socket.value];
  if (client.id.value_or(announce.peer_id) != announce.peer_id)
    return refused("This connection belongs to another peer_id.");
  const bool joined =
      std::find(client.torrents.begin(), client.torrents.end(), announce.info_hash) != client.torrents.end();
  if (!joined && client.torrents.size() == kMostTorrents)
    return refused("This connection is in too many torrents.");
  MAGNETAR_TRY(counts, service_.swarms.announce(announce, socket));
  client.id = announce.peer_id;
  if (announce.event == Event::stopped)
    std::erase(client.torrents, announce.info_hash);
  else if (!joined)
    client.torrents.push_back(announce.info_hash);
  return counts;
}

void WebTracker::hand_on_offers(SocketId socket, const WebAnnounce& message) {
  const Announce& announced = message.announce;
  const auto others =
      service_.swarms.web_peers(announced.info_hash, {announced.peer_id, socket}, message.offers.size());
  for (std::size_t n = 0; n < others.size(); ++n)
    sockets_.hand_on(others[n], web_offer(announced.info_hash, announced.peer_id, message.offers[n]));
}

void WebTracker::take(SocketId socket, std::string_view, WebAnswer&& message) {
  if (!service_.swarms.has(message.info_hash, {message.from, socket}))
    return refuse(socket, message.info_hash, refused("An answer comes from a peer that has announced."));
  for (const SocketId to : service_.swarms.sockets_of(message.info_hash, message.to))
    if (to != socket) sockets_.hand_on(to, web_answer(message));
}

void WebTracker::take(SocketId socket, std::string_view ticket, WebScrape&& message) {
  std::vector<std::pair<InfoHash, Counts>> swarms;
  for (const InfoHash& hash : message.info_hashes)
    if (admit(service_.filter, {hash, nullptr, ticket}))
      swarms.emplace_back(hash, service_.swarms.counts(hash));
  sockets_.answer(socket, web_scrape_answer(swarms, service_.intervals.least));
}

void WebTracker::take(SocketId socket, std::string_view, WebMalformed&& message) {
  sockets_.answer(socket, web_failure(message));
}

void WebTracker::refuse(SocketId socket, const InfoHash& info_hash, const base::Error& error) {
  sockets_.answer(socket, web_failure({"announce", info_hash, error.message}));
}

void WebTracker::closed(SocketId socket) {
  const auto found = clients_.find(socket.value);
  if (found == clients_.end()) return;
  const Client& client = found->second;
  for (const InfoHash& hash : client.torrents) service_.swarms.leave(hash, *client.id, socket);
  clients_.erase(found);
}

bool WebTracker::announced(SocketId socket) const {
  const auto found = clients_.find(socket.value);
  return found != clients_.end() && !found->second.torrents.empty();
}

}  // namespace magnetar::tracker
