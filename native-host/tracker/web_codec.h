#pragma once
// WebTorrent's tracker protocol: JSON in the text messages of a WebSocket. Info-hashes, peer ids and offer
// ids are binary strings (tracker/binary_string.h).

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "tracker/announce.h"

namespace magnetar::tracker {

/// A WebRTC offer or answer, which is passed on unchanged.
struct Signal {
  std::string id;              ///< of the offer: 20 bytes
  nlohmann::json description;  ///< an object: `type`, `sdp`
};

struct WebAnnounce {
  Announce announce;
  std::vector<Signal> offers;  ///< each for another peer
};

struct WebAnswer {
  InfoHash info_hash;
  PeerId from;
  PeerId to;
  Signal answer;
};

struct WebScrape {
  std::vector<InfoHash> info_hashes;
};

struct WebMalformed {
  std::string action;                 ///< "announce", "scrape" or empty
  std::optional<InfoHash> info_hash;  ///< when it could be read
  std::string problem;                ///< in words for the person
};

using WebMessage = std::variant<WebAnnounce, WebAnswer, WebScrape, WebMalformed>;

/// Limit of offers of one message that are passed on; further ones are ignored.
constexpr std::size_t kMostOffers = 20;
/// Limit of an offer or answer as JSON, in bytes. Those of browsers have less than 10 KiB.
constexpr std::size_t kLongestSignal = std::size_t{64} * 1024;

/// Reads a message of at most 1 MiB. An incomplete offer (without id or object) is left out.
[[nodiscard]] WebMessage read_web_message(std::string_view text);

[[nodiscard]] std::string web_announce_answer(const InfoHash& info_hash, const Counts& counts,
                                              std::chrono::seconds interval);
/// Writes the message that passes an offer, or an answer, to a peer.
[[nodiscard]] std::string web_offer(const InfoHash& info_hash, const PeerId& from, const Signal& offer);
[[nodiscard]] std::string web_answer(const WebAnswer& answer);
[[nodiscard]] std::string web_scrape_answer(const std::vector<std::pair<InfoHash, Counts>>& swarms,
                                            std::chrono::seconds least);
[[nodiscard]] std::string web_failure(const WebMalformed& failure);

}  // namespace magnetar::tracker
