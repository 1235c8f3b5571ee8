#include "tracker/http_codec.h"

#include <algorithm>
#include <charconv>

#include "tracker/bencode.h"
#include "tracker/compact.h"
#include "tracker/query_string.h"
#include "tracker/service.h"

namespace magnetar::tracker {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

Error bad_request(std::string_view problem) {
  return {ErrorCode::invalid_params, std::string(problem)};
}

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

template <class Id>
Result<Id> required_id(const QueryString& query, std::string_view name) {
  MAGNETAR_TRY(value, query.find(name));
  const auto id = id_from<Id>(value);
  if (id) return *id;
  std::string problem(name);
  problem.append(" has to be 20 bytes, percent-encoded.");
  return bad_request(problem);
}

Result<Event> event_of(std::string_view text) {
  if (text == "started") return Event::started;
  if (text == "completed") return Event::completed;
  if (text == "stopped") return Event::stopped;
  if (text.empty() || text == "empty" || text == "update" || text == "paused") return Event::none;
  return bad_request("event has to be started, completed or stopped.");
}

Result<std::uint16_t> port_of(std::string_view text) {
  const auto port = number_of<std::uint16_t>(text);
  if (!port || *port == 0) return bad_request("port has to be a number from 1 to 65535.");
  return *port;
}

Result<std::optional<std::uint64_t>> left_of(std::string_view text) {
  if (text.empty()) return std::optional<std::uint64_t>();
  const auto left = number_of<std::uint64_t>(text);
  // Clients write -1 for a value that they do not know yet.
  if (!left && !number_of<std::int64_t>(text)) return bad_request("left has to be a number.");
  return left;
}

Result<std::size_t> wanted_of(std::string_view text) {
  if (text.empty()) return kPeersUnlessTold;
  const auto wanted = number_of<std::int64_t>(text);
  if (!wanted) return bad_request("numwant has to be a number.");
  return *wanted < 0 ? kPeersUnlessTold : std::min(static_cast<std::size_t>(*wanted), kMostPeers);
}

Result<HttpRequest> read_announce(const QueryString& query) {
  HttpAnnounce request;
  MAGNETAR_TRY(info_hash, required_id<InfoHash>(query, "info_hash"));
  MAGNETAR_TRY(peer_id, required_id<PeerId>(query, "peer_id"));
  MAGNETAR_TRY(port_text, query.find("port"));
  MAGNETAR_TRY(port, port_of(port_text));
  MAGNETAR_TRY(left_text, query.find("left"));
  MAGNETAR_TRY(left, left_of(left_text));
  MAGNETAR_TRY(event_text, query.find("event"));
  MAGNETAR_TRY(event, event_of(event_text));
  MAGNETAR_TRY(wanted_text, query.find("numwant"));
  MAGNETAR_TRY(wanted, wanted_of(wanted_text));
  MAGNETAR_TRY(ticket, query.find("ticket"));
  MAGNETAR_TRY(compact, query.find("compact"));
  MAGNETAR_TRY(no_peer_id, query.find("no_peer_id"));
  request.announce = {info_hash, peer_id, event, left, wanted, std::string(ticket)};
  request.port = port;
  request.compact = compact != "0";
  request.peer_ids = no_peer_id != "1";
  return HttpRequest(std::move(request));
}

Result<HttpRequest> read_scrape(const QueryString& query) {
  HttpScrape request;
  MAGNETAR_TRY(ticket, query.find("ticket"));
  request.ticket = ticket;
  const auto values = query.all("info_hash");
  // A scrape without info_hash would list the torrents of all peers to strangers.
  if (values.empty()) return bad_request("A scrape has to name its torrents by info_hash.");
  if (values.size() > kMostScraped) return bad_request("A scrape names too many torrents.");
  for (const std::string_view value : values) {
    const auto id = id_from<InfoHash>(value);
    if (!id) return bad_request("info_hash has to be 20 bytes, percent-encoded.");
    request.info_hashes.push_back(*id);
  }
  return HttpRequest(std::move(request));
}

void write_compact(BencodeWriter& writer, const std::vector<SwarmPeer>& peers) {
  std::string v4;
  std::string v6;
  for (const SwarmPeer& peer : peers) append_compact(peer.address.host.is_v4() ? v4 : v6, peer.address);
  writer.text("peers").text(v4);
  if (!v6.empty()) writer.text("peers6").text(v6);
}

void write_list(BencodeWriter& writer, const std::vector<SwarmPeer>& peers, bool peer_ids) {
  writer.text("peers").list();
  for (const SwarmPeer& peer : peers) {
    writer.dictionary().text("ip").text(peer.address.host.to_string());
    if (peer_ids) writer.text("peer id").text(bytes_of(peer.id));
    writer.text("port").number(peer.address.port).end();
  }
  writer.end();
}

}  // namespace

Result<HttpRequest> read_http_request(std::string_view target) {
  const auto mark = std::min(target.find('?'), target.size());
  const std::string_view path = target.substr(0, mark);
  if (path != "/announce" && path != "/scrape") return HttpRequest(HttpElsewhere{});
  MAGNETAR_TRY(query, QueryString::parse(target.substr(std::min(mark + 1, target.size()))));
  return path == "/announce" ? read_announce(query) : read_scrape(query);
}

std::string http_announce_answer(const HttpAnnounceAnswer& answer, const Intervals& intervals, bool compact,
                                 bool peer_ids) {
  BencodeWriter writer;
  writer.dictionary().text("complete").number(answer.counts.complete);
  writer.text("external ip").text(address_bytes(answer.external));
  writer.text("incomplete").number(answer.counts.incomplete);
  writer.text("interval").number(intervals.announce.count());
  writer.text("min interval").number(intervals.least.count());
  if (compact)
    write_compact(writer, answer.peers);
  else
    write_list(writer, answer.peers, peer_ids);
  return writer.end().take();
}

std::string http_scrape_answer(std::vector<std::pair<InfoHash, Counts>> swarms, std::chrono::seconds least) {
  const auto by_hash = [](const auto& one, const auto& other) { return one.first < other.first; };
  const auto same_hash = [](const auto& one, const auto& other) { return one.first == other.first; };
  std::sort(swarms.begin(), swarms.end(), by_hash);
  swarms.erase(std::unique(swarms.begin(), swarms.end(), same_hash), swarms.end());
  BencodeWriter writer;
  writer.dictionary().text("files").dictionary();
  for (const auto& [hash, counts] : swarms) {
    writer.text(bytes_of(hash)).dictionary();
    writer.text("complete").number(counts.complete).text("downloaded").number(counts.downloaded);
    writer.text("incomplete").number(counts.incomplete).end();
  }
  writer.end().text("flags").dictionary().text("min_request_interval").number(least.count()).end();
  return writer.end().take();
}

std::string http_failure(std::string_view reason) {
  return BencodeWriter().dictionary().text("failure reason").text(reason).end().take();
}

}  // namespace magnetar::tracker
