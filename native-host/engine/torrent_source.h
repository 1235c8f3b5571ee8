#pragma once
// Turns what a person or a page gave us into something the session can add. Pure; every limit is checked
// here.

#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "base/error.h"
#include "base/strong_id.h"

namespace magnetar::engine {

struct AddParams;  // private to the room: libtorrent's parameters

/// A torrent that can be added at once: a magnet link, an info-hash or the bytes of a .torrent file.
struct TorrentSource {
  base::InfoHash info_hash;
  std::string name;  ///< display name, or the info-hash; for people only, never for paths
  std::shared_ptr<const AddParams> params;
};

/// A .torrent file that must be fetched first.
struct TorrentUrl {
  std::string url;
};

using Source = std::variant<TorrentSource, TorrentUrl>;

/// Reads a magnet link (btih hex or base32, btmh, hybrid), a bare info-hash or an http(s) URL. At most 16
/// KiB. Errors: bad_source.
[[nodiscard]] base::Result<Source> parse_source(std::string_view text);

/// Reads a .torrent file of at most 10 MiB. Errors: bad_torrent.
[[nodiscard]] base::Result<TorrentSource> parse_torrent_file(std::string_view bytes);

/// The same torrent with the peers that a magnet link named (`x.pe`, BEP 9); a .torrent file does not keep
/// them.
[[nodiscard]] TorrentSource with_peers_of(TorrentSource source, const TorrentSource& magnet);

/// A magnet link for what two sources of one torrent know together: name, trackers, web seeds and peers,
/// within the limits of a magnet link. What does not fit in 16 KiB is left out.
[[nodiscard]] std::string merged_link(const TorrentSource& first, const TorrentSource& second);

/// A magnet link for a torrent, with its name and trackers.
[[nodiscard]] std::string magnet_link(const TorrentSource& source);

}  // namespace magnetar::engine
