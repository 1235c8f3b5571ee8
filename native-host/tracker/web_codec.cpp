#include "tracker/web_codec.h"

#include "rpc/json_limits.h"
#include "tracker/binary_string.h"
#include "tracker/http_codec.h"

namespace magnetar::tracker {
namespace {

using nlohmann::json;

constexpr std::size_t kDeepest = 16;
constexpr std::size_t kMostValues = 8192;

const json& member(const json& message, const char* name) {
  static const json nothing;
  const auto found = message.find(name);
  return found == message.end() ? nothing : *found;
}

std::optional<std::string> bytes_in(const json& value) {
  const auto* text = value.get_ptr<const std::string*>();
  return text == nullptr ? std::nullopt : from_binary_string(*text);
}

template <class Id>
std::optional<Id> id_in(const json& value) {
  const auto bytes = bytes_in(value);
  return bytes ? id_from<Id>(*bytes) : std::nullopt;
}

template <class Id>
std::string binary_text(const Id& id) {
  return to_binary_string(bytes_of(id));
}

std::optional<std::uint64_t> left_in(const json& value) {
  if (value.is_number_unsigned()) return value.get<std::uint64_t>();
  // A larger value is no number of bytes and may exceed 64 bits.
  constexpr double kMost = 1e18;
  const double number = value.is_number_float() ? value.get<double>() : -1;
  if (!(number >= 0 && number < kMost)) return std::nullopt;
  return static_cast<std::uint64_t>(number);
}

/// Reads an event; no value when the protocol has no such event.
std::optional<Event> event_in(const json& value) {
  if (value.is_null()) return Event::none;
  const auto* const text = value.get_ptr<const std::string*>();
  if (text == nullptr) return std::nullopt;
  if (*text == "started") return Event::started;
  if (*text == "completed") return Event::completed;
  if (*text == "stopped") return Event::stopped;
  if (text->empty() || *text == "empty" || *text == "update" || *text == "paused") return Event::none;
  return std::nullopt;
}

std::optional<Signal> signal_in(const json& id, const json& description) {
  auto bytes = bytes_in(id);
  if (!bytes || bytes->size() != 20 || !description.is_object()) return std::nullopt;
  if (description.dump().size() > kLongestSignal) return std::nullopt;
  return Signal{std::move(*bytes), description};
}

std::vector<Signal> offers_in(const json& list) {
  std::vector<Signal> offers;
  if (!list.is_array()) return offers;
  for (const json& entry : list) {
    if (offers.size() == kMostOffers) break;
    if (!entry.is_object()) continue;
    if (auto offer = signal_in(member(entry, "offer_id"), member(entry, "offer")))
      offers.push_back(std::move(*offer));
  }
  return offers;
}

WebMessage read_answer(const json& message, const InfoHash& info_hash, const PeerId& from) {
  const auto to = id_in<PeerId>(member(message, "to_peer_id"));
  auto answer = signal_in(member(message, "offer_id"), member(message, "answer"));
  if (!to) return WebMalformed{"announce", info_hash, "to_peer_id has to be a binary string of 20 bytes."};
  if (!answer) return WebMalformed{"announce", info_hash, "An answer needs its offer_id and a description."};
  return WebAnswer{info_hash, from, *to, std::move(*answer)};
}

WebMessage read_announce(const json& message) {
  const auto info_hash = id_in<InfoHash>(member(message, "info_hash"));
  if (!info_hash)
    return WebMalformed{"announce", std::nullopt, "info_hash has to be a binary string of 20 bytes."};
  const auto peer_id = id_in<PeerId>(member(message, "peer_id"));
  if (!peer_id) return WebMalformed{"announce", info_hash, "peer_id has to be a binary string of 20 bytes."};
  if (!member(message, "answer").is_null()) return read_answer(message, *info_hash, *peer_id);
  const auto event = event_in(member(message, "event"));
  if (!event) return WebMalformed{"announce", info_hash, "event has to be started, completed or stopped."};
  WebAnnounce read;
  read.announce = {*info_hash, *peer_id, *event, left_in(member(message, "left")), 0, {}};
  read.offers = offers_in(member(message, "offers"));
  return read;
}

WebMessage read_scrape(const json& message) {
  const json& named = member(message, "info_hash");
  const json list = named.is_array() ? named : json::array({named});
  WebScrape read;
  for (const json& entry : list) {
    const auto info_hash = id_in<InfoHash>(entry);
    if (!info_hash)
      return WebMalformed{"scrape", std::nullopt, "info_hash has to be a binary string of 20 bytes."};
    if (read.info_hashes.size() == kMostScraped)
      return WebMalformed{"scrape", std::nullopt, "A scrape names too many torrents."};
    read.info_hashes.push_back(*info_hash);
  }
  return read;
}

/// Writes the message that passes a peer's offer or answer to another.
json signal_message(const InfoHash& info_hash, const PeerId& from, const Signal& signal, const char* kind) {
  return {{"action", "announce"},
          {"info_hash", binary_text(info_hash)},
          {"offer_id", to_binary_string(signal.id)},
          {"peer_id", binary_text(from)},
          {kind, signal.description}};
}

}  // namespace

WebMessage read_web_message(std::string_view text) {
  if (!rpc::within_limits(text, kDeepest, kMostValues))
    return WebMalformed{{}, std::nullopt, "The message is too deep or has too many values."};
  const json message = json::parse(text, nullptr, false);
  if (!message.is_object()) return WebMalformed{{}, std::nullopt, "The message is no JSON object."};
  const json& action = member(message, "action");
  if (action == "announce") return read_announce(message);
  if (action == "scrape") return read_scrape(message);
  return WebMalformed{{}, std::nullopt, "action has to be announce or scrape."};
}

std::string web_announce_answer(const InfoHash& info_hash, const Counts& counts,
                                std::chrono::seconds interval) {
  const json message{{"action", "announce"},
                     {"complete", counts.complete},
                     {"incomplete", counts.incomplete},
                     {"info_hash", binary_text(info_hash)},
                     {"interval", interval.count()}};
  return message.dump();
}

std::string web_offer(const InfoHash& info_hash, const PeerId& from, const Signal& offer) {
  return signal_message(info_hash, from, offer, "offer").dump();
}

std::string web_answer(const WebAnswer& answer) {
  return signal_message(answer.info_hash, answer.from, answer.answer, "answer").dump();
}

std::string web_scrape_answer(const std::vector<std::pair<InfoHash, Counts>>& swarms,
                              std::chrono::seconds least) {
  json files = json::object();
  for (const auto& [hash, counts] : swarms)
    files[binary_text(hash)] = {
        {"complete", counts.complete}, {"downloaded", counts.downloaded}, {"incomplete", counts.incomplete}};
  const json message{{"action", "scrape"},
                     {"files", std::move(files)},
                     {"flags", {{"min_request_interval", least.count()}}}};
  return message.dump();
}

std::string web_failure(const WebMalformed& failure) {
  json message{{"failure reason", failure.problem}};
  if (!failure.action.empty()) message["action"] = failure.action;
  if (failure.info_hash) message["info_hash"] = binary_text(*failure.info_hash);
  return message.dump();
}

}  // namespace magnetar::tracker
