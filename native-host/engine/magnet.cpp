#include "engine/magnet.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <optional>
#include <sstream>
#include <utility>

#include "engine/info_hash_text.h"
#include "engine/text.h"
#include "engine/web_address.h"

namespace magnetar::engine {
namespace {

namespace ip = boost::asio::ip;

base::Error bad_source(std::string message) {
  return {base::ErrorCode::bad_source, std::move(message), "source"};
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

/// Decodes %XX once; what is not of this form stays as it is.
std::string percent_decode(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = text[i] == '%' && i + 2 < text.size() ? from_hex(text.substr(i + 1, 2)) : std::nullopt;
    if (byte && byte->size() == 1) {
      result += *byte;
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       std::string_view("-._~").find(c) != std::string_view::npos;
    const auto byte = static_cast<unsigned char>(c);
    if (plain)
      result += c;
    else
      result.append({'%', kDigits[byte >> 4U], kDigits[byte & 0xfU]});
  }
  return result;
}

/// "tr" for "TR", "tr.1" and for "amp;tr", which links copied out of HTML source have.
std::string parameter_name(std::string_view text) {
  if (text.starts_with("amp;")) text.remove_prefix(4);
  const std::string name = lower(text);
  const auto dot = name.rfind('.');
  const bool numbered = dot != std::string::npos && dot + 1 < name.size() &&
                        name.find_first_not_of("0123456789", dot + 1) == std::string::npos;
  return numbered ? name.substr(0, dot) : name;
}

/// Reads "address:port" or "[IPv6 address]:port". Names are not looked up: that would tell their owner.
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

/// One hash; a link that names two different torrents is refused.
bool take_hash(std::string& hash, const std::optional<std::string>& read) {
  if (!read || (!hash.empty() && hash != *read)) return false;
  hash = *read;
  return true;
}

bool take_topic(base::InfoHash& info_hash, std::string_view topic) {
  constexpr std::string_view kPrefix = "urn:btxx:";
  const std::string urn = lower(topic.substr(0, kPrefix.size()));
  if (urn == "urn:btih:") return take_hash(info_hash.v1, read_btih(topic.substr(kPrefix.size())));
  if (urn == "urn:btmh:") return take_hash(info_hash.v2, read_btmh(topic.substr(kPrefix.size())));
  return true;  // other networks' hashes may stand beside ours
}

bool take_parameter(MagnetLink& link, const std::string& name, std::string_view raw) {
  const std::string value = percent_decode(raw);
  if (name == "xt") return take_topic(link.info_hash, value);
  if (name == "tr" && is_tracker_url(value)) add_once(link.trackers, value, kMostTrackers);
  if (name == "ws" && is_web_seed_url(value)) add_once(link.web_seeds, value, kMostWebSeeds);
  if (name == "x.pe") {
    if (const auto peer = read_peer(value)) add_once(link.peers, *peer, kMostPeers);
  }
  if (name == "dn") {
    std::string spaced(raw);
    std::replace(spaced.begin(), spaced.end(), '+', ' ');
    link.name = clean_text(percent_decode(spaced), kLongestName);
  }
  return true;
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
  return url.size() <= kLongestUrl && address && (address->scheme == "udp" || is_http_url(url));
}

base::Result<MagnetLink> parse_magnet(std::string_view text) {
  constexpr std::string_view kScheme = "magnet:?";
  if (lower(text.substr(0, kScheme.size())) != kScheme) return bad_source("not a magnet link");
  text.remove_prefix(kScheme.size());
  MagnetLink link;
  while (!text.empty()) {
    const auto ampersand = text.find('&');
    const std::string_view pair = text.substr(0, ampersand);
    text.remove_prefix(ampersand == std::string_view::npos ? text.size() : ampersand + 1);
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    if (!take_parameter(link, parameter_name(pair.substr(0, equals)), pair.substr(equals + 1)))
      return bad_source("the magnet link's info-hash is not valid");
  }
  if (link.info_hash.best().empty()) return bad_source("the magnet link has no info-hash");
  return link;
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
