#pragma once
// Magnet links: reading within limits, and writing. Pure.

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

/// What a magnet link says. Everything beyond a limit is left out, and so is what is never followed: `as`,
/// `dht`, `kt`, `mt`.
struct MagnetLink {
  base::InfoHash info_hash;                           ///< empty when the link has exact sources alone
  std::string name;                                   ///< `dn`, cleaned; may be empty
  std::vector<std::string> trackers;                  ///< `tr`: http, https and udp only
  std::vector<std::string> web_seeds;                 ///< `ws`: http and https only
  std::vector<boost::asio::ip::tcp::endpoint> peers;  ///< `x.pe`: literal addresses only
  std::vector<base::FileIndex> selected_files;        ///< `so` (BEP 53)
  std::vector<std::string> exact_sources;             ///< `xs`: http(s) addresses of .torrent files
};

/// Reads the first magnet link in a text (BEP 9, BEP 52; scheme, parameter names and hashes in any case), as
/// people have it: percent-encoded, out of HTML, wrapped over lines, between other words. Nothing when there
/// is none. Errors: bad_source with the reason as subject: no_hash, broken_hash, other_network, two_torrents.
[[nodiscard]] std::optional<base::Result<MagnetLink>> find_magnet(std::string_view text);

/// Reads a hash without a link around it: its digits, also with spaces between them, or "urn:btih:…". Nothing
/// for anything else.
[[nodiscard]] std::optional<MagnetLink> read_bare_hash(std::string_view text);

/// The error of a text that cannot be taken, with its reason (docs/protocol.md).
[[nodiscard]] base::Error refused_source(std::string reason);

/// An address as people copy it: nothing invisible, no spaces around it, and what an address cannot hold is
/// encoded.
[[nodiscard]] std::string tidy_url(std::string_view text);

/// Writes a magnet link with name and trackers.
[[nodiscard]] std::string format_magnet(const base::InfoHash& info_hash, std::string_view name,
                                        std::span<const std::string> trackers);

/// The rest of a magnet link: web seeds and peers, each with its `&`.
[[nodiscard]] std::string format_magnet_sources(std::span<const std::string> web_seeds,
                                                std::span<const boost::asio::ip::tcp::endpoint> peers);

/// Whether a URL is one that may be asked for a .torrent file, for peers, for pieces.
[[nodiscard]] bool is_http_url(std::string_view url);
[[nodiscard]] bool is_tracker_url(std::string_view url);
[[nodiscard]] bool is_web_seed_url(std::string_view url);

}  // namespace magnetar::engine
