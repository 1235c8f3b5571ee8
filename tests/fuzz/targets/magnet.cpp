// Links and other texts as people paste them: a parsed link keeps its limits, and parses again once written.

#include <algorithm>

#include "engine/link_text.h"
#include "engine/magnet.h"
#include "engine/plain_text.h"
#include "engine/text.h"
#include "engine/torrent_source.h"
#include "engine/web_address.h"
#include "fuzz/check.h"
#include "fuzz/utf8.h"

namespace magnetar::fuzz {
namespace {

using engine::MagnetLink;

constexpr std::size_t kLongestSource = std::size_t{16} * 1024;

bool is_lower_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

void check_hash(const base::InfoHash& hash) {
  require((hash.v1.empty() || hash.v1.size() == 40) && is_lower_hex(hash.v1), "a v1 hash is 40 digits");
  require((hash.v2.empty() || hash.v2.size() == 64) && is_lower_hex(hash.v2), "a v2 hash is 64 digits");
}

/// A tracker's or web seed's URL is printable ASCII and names a host.
void check_address(const std::string& url) {
  require(std::ranges::all_of(url, [](char c) { return c > ' ' && c < 0x7F; }), "an address is printable");
  const auto address = engine::parse_web_address(url);
  require(address && !address->host.empty(), "an address names a host");
  require(engine::tidy_url(url) == url, "an address that is tidy stays as it is");
}

void check_limits(const MagnetLink& link) {
  check_hash(link.info_hash);
  require(link.name.size() <= engine::kLongestName && is_valid_utf8(link.name), "a name is a short text");
  require(link.trackers.size() <= engine::kMostTrackers, "trackers keep their limit");
  require(link.web_seeds.size() <= engine::kMostWebSeeds, "web seeds keep their limit");
  require(link.peers.size() <= engine::kMostPeers, "peers keep their limit");
  require(link.selected_files.size() <= engine::kMostSelectedFiles, "chosen files keep their limit");
  require(link.exact_sources.size() <= engine::kMostExactSources, "exact sources keep their limit");
  for (const auto* urls : {&link.trackers, &link.web_seeds}) {
    for (const auto& url : *urls) require(url.size() <= engine::kLongestUrl, "an address keeps its limit");
    for (const auto& url : *urls) check_address(url);
  }
  for (const auto& url : link.exact_sources) check_address(url);
  for (const auto& peer : link.peers) require(peer.port() != 0, "a peer has a port");
  for (const auto file : link.selected_files) require(file.value >= 0, "a file has a number");
}

void check_written_again(const MagnetLink& link) {
  if (link.info_hash.best().empty()) return;
  const auto text = engine::format_magnet(link.info_hash, link.name, link.trackers) +
                    engine::format_magnet_sources(link.web_seeds, link.peers);
  const auto again = engine::find_magnet(text);
  require(again && *again, "a link that is written is one");
  const auto& read = again->value();
  require(read.info_hash == link.info_hash, "it has the same hash");
  require(read.name == link.name, "it has the same name");
  require(read.trackers == link.trackers, "it has the same trackers");
  require(read.web_seeds == link.web_seeds, "it has the same web seeds");
  require(read.peers == link.peers, "it has the same peers");
}

/// The library's form of a link parses again at the next start.
void check_kept(const engine::TorrentSource& torrent, const std::string& link) {
  const auto kept = engine::parse_source(link);
  require(kept.has_value(), "a link that is kept is a source");
  const auto* same = std::get_if<engine::TorrentSource>(&kept.value());
  require(same != nullptr && same->info_hash == torrent.info_hash, "it is of the same torrent");
}

std::string bare_link(const engine::TorrentSource& torrent) {
  return engine::format_magnet(torrent.info_hash, "", {});
}

void check_source(const std::string& text) {
  const auto source = engine::parse_source(text);
  if (!source) return require(source.error().code == base::ErrorCode::bad_source, "it says bad_source");
  require(text.size() <= kLongestSource, "a source keeps its limit");
  if (const auto* url = std::get_if<engine::TorrentUrl>(&source.value())) return check_address(url->url);
  const auto& torrent = std::get<engine::TorrentSource>(source.value());
  check_hash(torrent.info_hash);
  require(!torrent.info_hash.best().empty() && !torrent.name.empty(), "a torrent has a hash and a name");
  check_kept(torrent, engine::merged_link(torrent, torrent));
  check_kept(torrent, engine::with_selected_files(text, torrent.selected_files));
  const auto chosen = engine::with_selected_files(bare_link(torrent), torrent.selected_files);
  require(engine::selected_files(chosen) == torrent.selected_files, "chosen files stay chosen");
}

void check_text(std::string_view text) {
  const auto clean = engine::clean_text(text, 100);
  require(clean.size() <= 100 && is_valid_utf8(clean), "a clean text is a short one");
  require(engine::clean_text(clean, 100) == clean, "a clean text stays as it is");
  require(engine::is_utf8(text) == is_valid_utf8(text), "two readers of UTF-8 agree");
  require(engine::percent_decode(engine::percent_encode(text)) == text, "what is encoded is decoded");
  for (const auto& word : engine::words(text)) require(!word.empty(), "a word is not empty");
  for (const auto& query : engine::magnet_candidates(text))
    require(query.find('\n') == std::string::npos, "a link is one line");
}

}  // namespace
}  // namespace magnetar::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magnetar::fuzz;
  const auto text = text_of(data, size);
  if (text.size() > kLongestSource) return 0;
  const auto magnet = magnetar::engine::find_magnet(text);
  if (magnet && *magnet) {
    check_limits(magnet->value());
    check_written_again(magnet->value());
  }
  if (const auto bare = magnetar::engine::read_bare_hash(text)) check_limits(*bare);
  check_source(std::string(text));
  check_text(text);
  return 0;
}
