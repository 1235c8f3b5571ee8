#include "engine/torrent_source.h"

#include <algorithm>
#include <exception>
#include <libtorrent/load_torrent.hpp>
#include <libtorrent/torrent_info.hpp>
#include <utility>

#include "engine/add_params.h"
#include "engine/info_hash_text.h"
#include "engine/magnet.h"
#include "engine/text.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

constexpr std::size_t kLongestSource = 16 * 1024;
constexpr std::size_t kLargestTorrentFile = 10 * 1024 * 1024;

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

TorrentSource from_magnet(MagnetLink link) {
  auto params = std::make_shared<AddParams>();
  params->params.info_hashes = from_info_hash(link.info_hash);
  params->params.trackers = std::move(link.trackers);
  params->params.url_seeds = std::move(link.web_seeds);
  params->params.peers = std::move(link.peers);
  params->params.name = link.name;
  return {link.info_hash, link.name.empty() ? link.info_hash.best() : link.name, std::move(params)};
}

/// A bare info-hash is the magnet link that holds nothing else.
base::Result<TorrentSource> from_bare_hash(std::string_view text) {
  const bool v2 = text.size() == 68;
  std::string magnet = v2 ? "magnet:?xt=urn:btmh:" : "magnet:?xt=urn:btih:";
  magnet.append(text);
  BOOST_OUTCOME_TRY(link, parse_magnet(magnet));
  return from_magnet(std::move(link));
}

void keep_allowed_urls(lt::add_torrent_params& params) {
  std::vector<std::string> trackers;
  std::vector<int> tiers;
  for (std::size_t i = 0; i < params.trackers.size() && trackers.size() < kMostTrackers; ++i) {
    if (!is_tracker_url(params.trackers[i])) continue;
    trackers.push_back(params.trackers[i]);
    tiers.push_back(i < params.tracker_tiers.size() ? params.tracker_tiers[i] : 0);
  }
  std::vector<std::string> web_seeds;
  for (const std::string& url : params.url_seeds) {
    if (web_seeds.size() < kMostWebSeeds && is_web_seed_url(url)) web_seeds.push_back(url);
  }
  params.trackers = std::move(trackers);
  params.tracker_tiers = std::move(tiers);
  params.url_seeds = std::move(web_seeds);
  params.http_seeds.clear();
  params.dht_nodes.clear();
}

/// The items of both lists, each once, those of the first list first.
template <class Item>
std::vector<Item> joined(std::vector<Item> first, const std::vector<Item>& second, std::size_t most) {
  for (const Item& item : second) {
    if (first.size() < most && std::find(first.begin(), first.end(), item) == first.end())
      first.push_back(item);
  }
  return first;
}

base::InfoHash joined(base::InfoHash first, const base::InfoHash& second) {
  if (first.v1.empty()) first.v1 = second.v1;
  if (first.v2.empty()) first.v2 = second.v2;
  return first;
}

}  // namespace

base::Result<Source> parse_source(std::string_view text) {
  const base::Error bad{base::ErrorCode::bad_source,
                        "not a magnet link, an info-hash or the URL of a .torrent file", "source"};
  if (text.size() > kLongestSource) return bad;
  text = trim(text);
  if (read_btih(text) || read_btmh(text)) {
    BOOST_OUTCOME_TRY(source, from_bare_hash(text));
    return Source(std::move(source));
  }
  if (is_http_url(text)) return Source(TorrentUrl{std::string(text)});
  BOOST_OUTCOME_TRY(link, parse_magnet(text));
  return Source(from_magnet(std::move(link)));
}

base::Result<TorrentSource> parse_torrent_file(std::string_view bytes) try {
  if (bytes.size() > kLargestTorrentFile)
    return base::Error{base::ErrorCode::bad_torrent, "the .torrent file is larger than 10 MiB", "torrent"};
  lt::load_torrent_limits limits;
  limits.max_buffer_size = kLargestTorrentFile;
  auto params = std::make_shared<AddParams>();
  params->params = lt::load_torrent_buffer({bytes.data(), static_cast<std::ptrdiff_t>(bytes.size())}, limits);
  keep_allowed_urls(params->params);
  params->params.info_hashes = params->params.ti->info_hashes();
  base::InfoHash info_hash = to_info_hash(params->params.info_hashes);
  std::string name = clean_text(params->params.ti->name(), kLongestName);
  if (name.empty()) name = info_hash.best();
  return TorrentSource{std::move(info_hash), std::move(name), std::move(params)};
} catch (const std::exception& error) {
  return base::Error{base::ErrorCode::bad_torrent, clean_text(error.what(), kLongestName), "torrent"};
}

TorrentSource with_peers_of(TorrentSource source, const TorrentSource& magnet) {
  auto params = std::make_shared<AddParams>(*source.params);
  const auto& named = magnet.params->params.peers;
  params->params.peers.insert(params->params.peers.end(), named.begin(), named.end());
  source.params = std::move(params);
  return source;
}

std::string merged_link(const TorrentSource& first, const TorrentSource& second) {
  const auto& mine = first.params->params;
  const auto& theirs = second.params->params;
  const bool named = first.name != first.info_hash.best();
  const TorrentSource& name = named ? first : second;
  const auto trackers = joined(mine.trackers, theirs.trackers, kMostTrackers);
  std::string link = format_magnet(joined(first.info_hash, second.info_hash),
                                   name.name == name.info_hash.best() ? "" : name.name, trackers);
  const std::string sources = format_magnet_sources(joined(mine.url_seeds, theirs.url_seeds, kMostWebSeeds),
                                                    joined(mine.peers, theirs.peers, kMostPeers));
  if (link.size() + sources.size() <= kLongestSource) link += sources;
  return link;
}

std::string magnet_link(const TorrentSource& source) {
  return format_magnet(source.info_hash, source.name == source.info_hash.best() ? "" : source.name,
                       source.params->params.trackers);
}

}  // namespace magnetar::engine
