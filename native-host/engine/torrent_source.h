#pragma once
// Turns the sources of people and pages into torrents that the session can add. Pure; every limit is checked
// in it.

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/strong_id.h"

namespace magnetar::engine {

struct AddParams;  // private to the room: libtorrent's parameters

/// A torrent that can be added at once: a magnet link, an info-hash or the bytes of a .torrent file.
struct TorrentSource {
  base::InfoHash info_hash;
  std::string name;  ///< display name, or the info-hash; for people only, never for paths
  std::shared_ptr<const AddParams> params;
  std::vector<base::FileIndex> selected_files = {};  ///< the files that a link is about (BEP 53); empty: all
  std::vector<std::string> exact_sources =
      {};  ///< addresses of .torrent files of the same torrent (BEP 9, `xs`)
};

/// A .torrent file that must be fetched first.
struct TorrentUrl {
  std::string url;
};

using Source = std::variant<TorrentSource, TorrentUrl>;

/// Reads the first magnet link in a text (btih hex or base32, btmh, hybrid), a bare info-hash, or an http(s)
/// URL. URLs between other words must name a .torrent file. At most 16 KiB. Errors: bad_source with the
/// reason as subject (docs/protocol.md).
[[nodiscard]] base::Result<Source> parse_source(std::string_view text);

/// Reads a .torrent file of at most 10 MiB, judged by torrent_judge.h. Errors: bad_torrent.
[[nodiscard]] base::Result<TorrentSource> parse_torrent_file(std::string_view bytes);

/// Whether a text begins like a magnet link.
[[nodiscard]] bool is_magnet(std::string_view text);

/// Reads the response to the URL of a .torrent file: the file, or a magnet link. Errors: bad_torrent,
/// bad_source.
[[nodiscard]] base::Result<TorrentSource> parse_found(std::string_view found);

/// The files that a link chooses (`so`, BEP 53); empty for all, and for a source that is not a magnet link.
[[nodiscard]] std::vector<base::FileIndex> selected_files(std::string_view source);

/// The same link with another choice of files, as many as fit in 16 KiB. A source that is not a magnet link
/// stays as it is.
[[nodiscard]] std::string with_selected_files(std::string source, const std::vector<base::FileIndex>& files);

/// The same torrent with the peers of a magnet link (`x.pe`, BEP 9), which a .torrent file does not keep.
[[nodiscard]] TorrentSource with_peers_of(TorrentSource source, const TorrentSource& magnet);

/// A magnet link with name, trackers, web seeds and peers of two sources of one torrent, within the limits of
/// a magnet link. Parts that do not fit in 16 KiB are left out.
[[nodiscard]] std::string merged_link(const TorrentSource& first, const TorrentSource& second);

/// A magnet link for a torrent, with its name and trackers.
[[nodiscard]] std::string magnet_link(const TorrentSource& source);

}  // namespace magnetar::engine
