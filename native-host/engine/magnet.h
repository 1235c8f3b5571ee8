#pragma once
// Magnet links: reads them within limits, and writes them. Pure.

#include <boost/asio/ip/tcp.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/strong_id.h"

namespace magnetar::engine {

constexpr std::size_t kLongestName = 256;  ///< bytes of a display name
constexpr std::size_t kLongestUrl = 2048;  ///< of a tracker or web seed
constexpr std::size_t kMostTrackers = 50;
constexpr std::size_t kMostWebSeeds = 10;
constexpr std::size_t kMostPeers = 50;
constexpr std::size_t kMostExactSources = 3;
constexpr std::size_t kMostSelectedFiles = 5000;

/// The parts of a magnet link. Parts beyond a limit are left out, and so are parameters that are never
/// followed: `as`, `dht`, `kt`, `mt`.
struct MagnetLink {
  base::InfoHash info_hash;                           ///< empty when the link has exact sources alone
  std::string name;                                   ///< `dn`, cleaned; may be empty
  std::vector<std::string> trackers;                  ///< `tr`: http, https and udp only
  std::vector<std::string> web_seeds;                 ///< `ws`: http and https only
  std::vector<boost::asio::ip::tcp::endpoint> peers;  ///< `x.pe`: literal addresses only
  std::vector<base::FileIndex> selected_files;        ///< `so` (BEP 53)
  std::vector<std::string> exact_sources;             ///< `xs`: http(s) addresses of .torrent files
};

/// Reads the first magnet link in a text (BEP 9, BEP 52; scheme, parameter names and hashes in any case).
/// Texts may be percent-encoded, copied out of HTML, wrapped over lines, or have other words around the link.
/// Nothing when there is none. Errors: bad_source with the reason as subject: no_hash, broken_hash,
/// other_network, two_torrents.
[[nodiscard]] std::optional<base::Result<MagnetLink>> find_magnet(std::string_view text);

/// Reads a hash without a link around it: its digits, also with spaces between them, or "urn:btih:…". Nothing
/// for any other text.
[[nodiscard]] std::optional<MagnetLink> read_bare_hash(std::string_view text);

/// The error of a refused source, with its reason (docs/protocol.md).
[[nodiscard]] base::Error refused_source(std::string reason);

/// Makes a copied address plain: without hidden characters and spaces around it, and with characters encoded
/// that no address may hold.
[[nodiscard]] std::string tidy_url(std::string_view text);

/// Writes a magnet link with name and trackers.
[[nodiscard]] std::string format_magnet(const base::InfoHash& info_hash, std::string_view name,
                                        std::span<const std::string> trackers);

/// The rest of a magnet link: web seeds and peers, each with its `&`.
[[nodiscard]] std::string format_magnet_sources(std::span<const std::string> web_seeds,
                                                std::span<const boost::asio::ip::tcp::endpoint> peers);

/// Whether a URL may be asked: for a .torrent file, for peers (trackers), for pieces (web seeds).
[[nodiscard]] bool is_http_url(std::string_view url);
[[nodiscard]] bool is_tracker_url(std::string_view url);
/// Whether a tracker's URL is one of WebTorrent (ws or wss), whose peers are reached by WebRTC only.
[[nodiscard]] bool is_web_tracker_url(std::string_view url);
[[nodiscard]] bool is_web_seed_url(std::string_view url);

}  // namespace magnetar::engine
