#include "engine/torrent_source.h"

#include <algorithm>
#include <exception>
#include <libtorrent/bdecode.hpp>
#include <libtorrent/load_torrent.hpp>
#include <libtorrent/torrent_info.hpp>
#include <optional>
#include <utility>

#include "base/limits.h"
#include "engine/add_params.h"
#include "engine/info_hash_text.h"
#include "engine/magnet.h"
#include "engine/plain_text.h"
#include "engine/raw_names.h"
#include "engine/text.h"
#include "engine/torrent_judge.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

TorrentSource from_magnet(MagnetLink link) {
  auto params = std::make_shared<AddParams>();
  params->params.info_hashes = from_info_hash(link.info_hash);
  params->params.trackers = std::move(link.trackers);
  params->params.url_seeds = std::move(link.web_seeds);
  params->params.peers = std::move(link.peers);
  params->params.name = link.name;
  std::string name = link.name.empty() ? link.info_hash.best() : link.name;
  return {link.info_hash, std::move(name), std::move(params), std::move(link.selected_files),
          std::move(link.exact_sources)};
}

/// The http(s) URL in a text that is nothing else, with encoded characters that no URL may hold; otherwise
/// "".
std::string whole_address(std::string_view text) {
  const std::string bare = without_marks_around(text);
  if (bare.find('\n') != std::string::npos) return "";
  std::string url = tidy_url(bare);
  return is_http_url(url) ? url : std::string();
}

/// Whether the path of a URL, or its last parameter, ends like the name of a .torrent file.
bool names_torrent_file(std::string_view url) {
  std::string text = lower(percent_decode(url.substr(0, url.find('#'))));
  const auto path_end = std::min(text.find('?'), text.size());
  return std::string_view(text).substr(0, path_end).ends_with(".torrent") || text.ends_with(".torrent") ||
         text.find(".torrent&", path_end) != std::string::npos;
}

/// The source in the first word that is a hash or names a .torrent file.
std::optional<Source> first_word(std::string_view text) {
  for (const std::string& word : words(text)) {
    if (auto bare = read_bare_hash(word)) return Source(from_magnet(std::move(*bare)));
    if (std::string url = whole_address(word); !url.empty() && names_torrent_file(url))
      return Source(TorrentUrl{std::move(url)});
  }
  return std::nullopt;
}

/// Removes the byte-order mark or blank lines that some sites put before a file.
std::string_view without_blank_beginning(std::string_view bytes) {
  bytes.remove_prefix(std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size()));
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  bytes.remove_prefix(std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size()));
  return bytes;
}

/// The declared encoding of a .torrent file's names: the key `encoding`, beside the info dictionary or in it.
std::string declared_encoding(const lt::bdecode_node& torrent) {
  if (torrent.type() != lt::bdecode_node::dict_t) return {};
  const lt::bdecode_node info = torrent.dict_find_dict("info");
  const auto said = torrent.dict_find_string_value("encoding");
  return std::string(said.empty() && info ? info.dict_find_string_value("encoding") : said);
}

/// The key `url-list` (BEP 19): one URL or several. libtorrent adds '/' to each when it counts more than one
/// file, padding included; then the URL of a file could not be told from that of a folder.
std::vector<std::string> listed_web_seeds(const lt::bdecode_node& torrent) {
  if (torrent.type() != lt::bdecode_node::dict_t) return {};
  const lt::bdecode_node list = torrent.dict_find("url-list");
  if (!list) return {};
  if (list.type() == lt::bdecode_node::string_t) return {std::string(list.string_value())};
  if (list.type() != lt::bdecode_node::list_t) return {};
  std::vector<std::string> urls;
  for (int i = 0; i < list.list_size(); ++i) {
    if (const auto url = list.list_string_value_at(i); !url.empty()) urls.emplace_back(url);
  }
  return urls;
}

void keep_allowed_urls(lt::add_torrent_params& params) {
  std::vector<std::string> trackers;
  std::vector<int> tiers;
  for (std::size_t i = 0; i < params.trackers.size() && trackers.size() < kMostTrackers; ++i) {
    std::string url = tidy_url(params.trackers[i]);
    if (!is_tracker_url(url)) continue;
    trackers.push_back(std::move(url));
    tiers.push_back(i < params.tracker_tiers.size() ? params.tracker_tiers[i] : 0);
  }
  std::vector<std::string> web_seeds;
  for (const std::string& url : params.url_seeds) {
    if (std::string tidy = tidy_url(url); web_seeds.size() < kMostWebSeeds && is_web_seed_url(tidy))
      web_seeds.push_back(std::move(tidy));
  }
  params.trackers = std::move(trackers);
  params.tracker_tiers = std::move(tiers);
  params.url_seeds = std::move(web_seeds);
  params.http_seeds.clear();
  params.dht_nodes.clear();
}

/// Appends the part if it fits. Returns whether it did.
bool append_fitting(std::string& source, const std::string& part) {
  if (source.size() + part.size() > base::kLongestSource) return false;
  source += part;
  return true;
}

/// The end of a row of files with consecutive indexes.
std::size_t row_end(const std::vector<base::FileIndex>& files, std::size_t begin) {
  std::size_t end = begin + 1;
  while (end < files.size() && files[end].value == files[end - 1].value + 1) ++end;
  return end;
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
  if (text.size() > base::kLongestSource) return refused_source("too_long");
  if (auto magnet = find_magnet(text)) {
    MAGNETAR_TRY(link, std::move(*magnet));
    if (link.info_hash.best().empty()) return Source(TorrentUrl{link.exact_sources.front()});
    return Source(from_magnet(std::move(link)));
  }
  if (auto bare = read_bare_hash(without_marks_around(text))) return Source(from_magnet(std::move(*bare)));
  if (std::string url = whole_address(text); !url.empty()) return Source(TorrentUrl{std::move(url)});
  if (auto word = first_word(text)) return std::move(*word);
  return refused_source("not_a_link");
}

base::Result<TorrentSource> parse_torrent_file(std::string_view bytes) try {
  bytes = without_blank_beginning(bytes);
  BOOST_OUTCOME_TRYV(judge_torrent_file(bytes));
  lt::load_torrent_limits limits;
  limits.max_pieces = kMostPieces;
  limits.max_decode_depth = 200;
  auto params = std::make_shared<AddParams>();
  params->params = lt::load_torrent_buffer({bytes.data(), static_cast<std::ptrdiff_t>(bytes.size())}, limits);
  lt::error_code error;
  const lt::bdecode_node torrent =
      lt::bdecode({bytes.data(), static_cast<std::ptrdiff_t>(bytes.size())}, error);
  params->params.url_seeds = listed_web_seeds(torrent);
  keep_allowed_urls(params->params);
  params->params.info_hashes = params->params.ti->info_hashes();
  base::InfoHash info_hash = to_info_hash(params->params.info_hashes);
  params->encoding = declared_encoding(torrent);
  const std::string raw_name = readable_names(*params->params.ti, params->encoding).torrent;
  std::string name = clean_text(raw_name.empty() ? params->params.ti->name() : raw_name, kLongestName);
  if (name.empty()) name = info_hash.best();
  return TorrentSource{std::move(info_hash), std::move(name), std::move(params)};
} catch (const std::exception& error) {
  return base::Error{base::ErrorCode::bad_torrent, clean_text(error.what(), kLongestName), "torrent"};
}

bool is_magnet(std::string_view text) {
  return starts_with_any_case(text, "magnet:");
}

base::Result<TorrentSource> parse_found(std::string_view found) {
  if (!is_magnet(found)) return parse_torrent_file(found);
  MAGNETAR_TRY(source, parse_source(found));
  if (auto* torrent = std::get_if<TorrentSource>(&source)) return std::move(*torrent);
  return refused_source("no_hash");
}

std::vector<base::FileIndex> selected_files(std::string_view source) {
  const auto read = parse_source(source);
  const auto* torrent = read ? std::get_if<TorrentSource>(&read.value()) : nullptr;
  return torrent != nullptr ? torrent->selected_files : std::vector<base::FileIndex>{};
}

std::string with_selected_files(std::string source, const std::vector<base::FileIndex>& files) {
  if (!starts_with_any_case(source, "magnet:?")) return source;
  for (auto at = source.find("&so="); at != std::string::npos; at = source.find("&so=", at))
    source.erase(at, std::min(source.find('&', at + 1), source.size()) - at);
  std::string_view before = "&so=";
  for (std::size_t begin = 0, end = 0; begin < files.size(); begin = end) {
    end = row_end(files, begin);
    std::string row = std::string(before) + std::to_string(files[begin].value);
    if (end - begin > 1) row += '-' + std::to_string(files[end - 1].value);
    if (!append_fitting(source, row)) break;
    before = ",";
  }
  return source;
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
                                   name.name == name.info_hash.best() ? "" : name.name, {});
  for (const std::string& tracker : trackers) append_fitting(link, "&tr=" + percent_encode(tracker));
  append_fitting(link, format_magnet_sources(joined(mine.url_seeds, theirs.url_seeds, kMostWebSeeds),
                                             joined(mine.peers, theirs.peers, kMostPeers)));
  return link;
}

std::string magnet_link(const TorrentSource& source) {
  return format_magnet(source.info_hash, source.name == source.info_hash.best() ? "" : source.name,
                       source.params->params.trackers);
}

}  // namespace magnetar::engine
