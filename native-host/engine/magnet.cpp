#include "engine/magnet.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <sstream>
#include <utility>

#include "engine/info_hash_text.h"
#include "engine/link_text.h"
#include "engine/plain_text.h"
#include "engine/text.h"
#include "engine/web_address.h"

namespace magnetar::engine {
namespace {

namespace ip = boost::asio::ip;

constexpr int kMostCodings = 3;  // how often a part of a link may be percent-encoded

/// A link that is being read, and the kinds of its topics: they give the reason when it is refused.
struct Reading {
  MagnetLink link;
  bool broken = false;
  bool other = false;
  bool two = false;
  std::size_t files_named = 0;  ///< by `so`, repeated ones included
};

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// "tr" for "TR", "tr.1" and " tr".
std::string parameter_name(std::string_view text) {
  const std::string name = lower(plain_value(percent_decode(text)));
  const auto dot = name.rfind('.');
  const bool numbered = dot != std::string::npos && dot + 1 < name.size() &&
                        name.find_first_not_of("0123456789", dot + 1) == std::string::npos;
  return numbered ? name.substr(0, dot) : name;
}

/// Reads "address:port" or "[IPv6 address]:port". Names are not looked up: the owner of the name would
/// notice.
std::optional<ip::tcp::endpoint> read_peer(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const std::string_view digits = text.substr(colon + 1);
  unsigned port = 0;
  const auto [end, bad] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  boost::system::error_code error;
  const auto address = ip::make_address(std::string(host), error);
  if (error || bad != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  if (port == 0 || port > 65535 || address.is_multicast() || address.is_unspecified()) return std::nullopt;
  return ip::tcp::endpoint(address, static_cast<std::uint16_t>(port));
}

template <class T>
void add_once(std::vector<T>& list, T value, std::size_t limit) {
  if (list.size() < limit && std::find(list.begin(), list.end(), value) == list.end())
    list.push_back(std::move(value));
}

/// Finds the hash in a text that may hold spaces, and other characters behind the hash.
base::InfoHash find_hash(std::string_view text) {
  const std::string plain = plain_value(text);
  std::string dense = plain;
  std::erase(dense, ' ');
  const auto end = std::find_if_not(plain.begin(), plain.end(), is_alphanumeric);
  for (const std::string& candidate : {plain, dense, std::string(plain.begin(), end)}) {
    base::InfoHash hash = read_info_hash(candidate);
    if (!hash.best().empty()) return hash;
  }
  return {};
}

void take_hash(Reading& reading, std::string& mine, const std::string& read) {
  if (read.empty()) return;
  reading.two = reading.two || (!mine.empty() && mine != read);
  mine = read;
}

void take_topic(Reading& reading, std::string_view text) {
  const std::string topic = plain_value(text);
  std::string_view value = topic;
  if (starts_with_any_case(value, "urn:")) value.remove_prefix(4);
  const bool ours = starts_with_any_case(value, "btih:") || starts_with_any_case(value, "btmh:");
  if (!ours && value.find(':') != std::string_view::npos) {
    reading.other = true;  // hashes of other networks may stand beside ours
    return;
  }
  const base::InfoHash hash = find_hash(ours ? value.substr(5) : value);
  reading.broken = reading.broken || hash.best().empty();
  take_hash(reading, reading.link.info_hash.v1, hash.v1);
  take_hash(reading, reading.link.info_hash.v2, hash.v2);
}

/// Decodes a URL until it has a scheme: links are encoded once, twice, or not at all.
std::string decoded_url(std::string_view raw) {
  std::string url = percent_decode(raw);
  for (int tries = 1; tries < kMostCodings && url.find("://") == std::string::npos; ++tries)
    url = percent_decode(url);
  return url;
}

/// Reads a URL. One that is not encoded in the link keeps its own %20.
std::string read_url(std::string_view raw) {
  std::string as_it_is = tidy_url(raw);
  return is_http_url(as_it_is) ? as_it_is : tidy_url(decoded_url(raw));
}

/// Whether a text begins with letters and "://", as an address does.
bool address_begins(std::string_view text) {
  const auto end =
      std::min(text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"), text.size());
  return end > 0 && text.substr(end).starts_with("://");
}

/// Adds the trackers of a value, which may hold several on lines of their own.
void take_trackers(MagnetLink& link, std::string_view raw) {
  const std::string text = plain_text(decoded_url(raw));
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    const bool space = at < text.size() && (text[at] == ' ' || text[at] == '\n');
    if (at < text.size() && !(space && address_begins(std::string_view(text).substr(at + 1)))) continue;
    if (const std::string url = tidy_url(text.substr(begin, at - begin)); is_tracker_url(url))
      add_once(link.trackers, url, kMostTrackers);
    begin = at;
  }
}

/// A number of at most six digits.
std::optional<std::int32_t> read_number(std::string_view text) {
  std::int32_t number = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || text.size() > 6 || text.front() == '-' || bad != std::errc{}) return std::nullopt;
  return end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

/// Reads BEP 53: "0,2,4-6". The count of named files is limited, because a link may repeat the same ones for
/// ever.
void take_selection(Reading& reading, std::string_view value) {
  const std::string text = plain_value(value) + ",";
  std::size_t begin = 0;
  for (auto comma = text.find(','); comma != std::string::npos; comma = text.find(',', begin)) {
    const std::string part = plain_value(text.substr(begin, comma - begin));
    begin = comma + 1;
    const auto dash = part.find('-');
    const auto from = read_number(part.substr(0, dash));
    const auto to = dash == std::string::npos ? from : read_number(part.substr(dash + 1));
    if (!from || !to) continue;
    for (auto file = *from; file <= *to && reading.files_named < kMostSelectedFiles; ++file) {
      add_once(reading.link.selected_files, base::FileIndex{file}, kMostSelectedFiles);
      ++reading.files_named;
    }
  }
}

void take_parameter(Reading& reading, const std::string& name, std::string_view raw) {
  MagnetLink& link = reading.link;
  if (name == "tr") take_trackers(link, raw);
  if (name == "so") take_selection(reading, percent_decode(raw));
  if (name == "ws" && is_web_seed_url(read_url(raw))) add_once(link.web_seeds, read_url(raw), kMostWebSeeds);
  if (name == "xs" && is_http_url(read_url(raw)))
    add_once(link.exact_sources, read_url(raw), kMostExactSources);
  if (name == "x.pe") {
    if (const auto peer = read_peer(plain_value(percent_decode(raw))))
      add_once(link.peers, *peer, kMostPeers);
  }
  if (name == "dn") {
    std::string spaced(raw);
    std::replace(spaced.begin(), spaced.end(), '+', ' ');
    link.name = clean_text(percent_decode(spaced), kLongestName);
  }
}

void take_query(Reading& reading, std::string_view query, int depth);

/// Reads a topic that was encoded more than once; it holds the parameters behind it.
void take_encoded_topic(Reading& reading, std::string_view raw, int depth) {
  std::string topic = percent_decode(raw);
  for (int tries = 1; tries < kMostCodings && topic.find('%') != std::string::npos; ++tries)
    topic = percent_decode(topic);
  const auto ampersand = topic.find('&');
  take_topic(reading, topic.substr(0, ampersand));
  if (ampersand != std::string::npos && depth + 1 < kMostCodings)
    take_query(reading, topic.substr(ampersand + 1), depth + 1);
}

void take_query(Reading& reading, std::string_view query, int depth) {
  while (!query.empty()) {
    const auto ampersand = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, ampersand);
    query.remove_prefix(std::min(ampersand + 1, query.size()));
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string name = parameter_name(pair.substr(0, equals));
    if (name == "xt")
      take_encoded_topic(reading, pair.substr(equals + 1), depth);
    else
      take_parameter(reading, name, pair.substr(equals + 1));
  }
}

base::Result<MagnetLink> read_magnet(std::string_view query) {
  Reading reading;
  take_query(reading, query, 0);
  if (reading.two) return refused_source("two_torrents");
  if (!reading.link.info_hash.best().empty() || !reading.link.exact_sources.empty()) return reading.link;
  if (reading.broken) return refused_source("broken_hash");
  return refused_source(reading.other ? "other_network" : "no_hash");
}

}  // namespace

bool is_http_url(std::string_view url) {
  const auto address = parse_web_address(url);
  return address && (address->scheme == "http" || address->scheme == "https");
}

bool is_web_seed_url(std::string_view url) {
  return url.size() <= kLongestUrl && is_http_url(url);
}

bool is_tracker_url(std::string_view url) {
  const auto address = parse_web_address(url);
  return url.size() <= kLongestUrl && address &&
         (address->scheme == "udp" || is_http_url(url) || is_web_tracker_url(url));
}

bool is_web_tracker_url(std::string_view url) {
  const auto address = parse_web_address(url);
  return url.size() <= kLongestUrl && address && (address->scheme == "ws" || address->scheme == "wss");
}

base::Error refused_source(std::string reason) {
  std::string message = "not a magnet link, an info-hash or the URL of a .torrent file";
  if (reason == "no_hash") message = "the magnet link has no info-hash";
  if (reason == "broken_hash") message = "the magnet link's info-hash is not whole";
  if (reason == "other_network") message = "the magnet link is one of another network, not of BitTorrent";
  if (reason == "two_torrents") message = "the magnet link names two different torrents";
  if (reason == "too_long") message = "the text is longer than 16 KiB";
  return {base::ErrorCode::bad_source, std::move(message), std::move(reason)};
}

std::string tidy_url(std::string_view text) {
  std::string url;
  const std::string plain = plain_value(text);
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const bool escape =
        plain[i] == '%' && i + 2 < plain.size() && from_hex(std::string_view(plain).substr(i + 1, 2));
    const auto byte = static_cast<unsigned char>(plain[i]);
    const bool kept = plain[i] == '%' ? escape : byte > ' ' && byte < 0x7f;
    url += kept ? std::string(1, plain[i]) : percent_encode(std::string_view(plain).substr(i, 1));
  }
  return url;
}

std::optional<base::Result<MagnetLink>> find_magnet(std::string_view text) {
  std::optional<base::Result<MagnetLink>> first;
  for (const std::string& query : magnet_candidates(text)) {
    auto read = read_magnet(query);
    if (read) return read;
    if (!first) first = std::move(read);
  }
  return first;
}

std::optional<MagnetLink> read_bare_hash(std::string_view text) {
  if (starts_with_any_case(text, "urn:")) text.remove_prefix(4);
  if (starts_with_any_case(text, "btih:") || starts_with_any_case(text, "btmh:")) text.remove_prefix(5);
  std::string digits(text);
  std::erase_if(digits, [](char c) { return c == ' ' || c == '\n'; });
  MagnetLink link;
  link.info_hash = read_info_hash(digits);
  return link.info_hash.best().empty() ? std::nullopt : std::optional(std::move(link));
}

std::string format_magnet(const base::InfoHash& info_hash, std::string_view name,
                          std::span<const std::string> trackers) {
  std::string link = "magnet:?";
  if (!info_hash.v1.empty()) link += "xt=urn:btih:" + info_hash.v1;
  if (!info_hash.v1.empty() && !info_hash.v2.empty()) link += '&';
  if (!info_hash.v2.empty()) link += "xt=urn:btmh:1220" + info_hash.v2;
  if (!name.empty()) link += "&dn=" + percent_encode(name);
  for (const std::string& tracker : trackers) link += "&tr=" + percent_encode(tracker);
  return link;
}

std::string format_magnet_sources(std::span<const std::string> web_seeds,
                                  std::span<const boost::asio::ip::tcp::endpoint> peers) {
  std::string rest;
  for (const std::string& web_seed : web_seeds) rest += "&ws=" + percent_encode(web_seed);
  for (const auto& peer : peers) {
    std::ostringstream text;
    text << peer;
    rest += "&x.pe=" + text.str();
  }
  return rest;
}

}  // namespace magnetar::engine
