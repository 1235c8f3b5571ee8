#pragma once
// api: one file per noun of the protocol; registers methods and routes and turns values into JSON. All but
// the HTTP handlers runs on the loop thread. The room reaches the daemon through its interfaces (catalog.h,
// streams.h, control.h), which app implements. The values of this file are the members of docs/protocol.md.
// docs/protocol.md.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/strong_id.h"

namespace magnetar::api {

/// A part of a long list.
struct Page {
  std::size_t offset = 0;
  std::size_t limit = 0;
};

enum class TorrentState {
  fetching_torrent,
  finding_peers,
  fetching_metadata,
  checking,
  downloading,
  idle,
  complete,
  paused,
  error,
};

/// Returns the state's name in the protocol.
[[nodiscard]] std::string_view state_name(TorrentState state);

struct TorrentView {
  base::TorrentId id;
  std::string name;
  base::InfoHash info_hash;
  TorrentState state = TorrentState::finding_peers;
  double state_seconds = 0;           ///< since the state began
  std::optional<base::Error> notice;  ///< the reason why it waits, or the failure
  std::int64_t missing_room = 0;      ///< missing free space on the disk for wanted bytes
  bool has_metadata = false;
  bool paused = false;
  std::int64_t size = 0;
  std::int64_t done = 0;
  double progress = 0;  ///< 0 to 1
  std::int64_t download_rate = 0;
  std::int64_t upload_rate = 0;
  int peers = 0;
  int seeds = 0;
  std::optional<std::int64_t> eta;  ///< seconds
  int viewers = 0;
  int file_count = 0;
  std::optional<base::FileIndex> main_file;
  std::optional<base::FileIndex> start_file;  ///< the file that opens when none is named
  struct Watched {
    base::FileIndex file;
    double seconds = 0;
    double duration = 0;

    bool operator==(const Watched&) const = default;
  };
  std::optional<Watched> watched;  ///< the file watched last, and the position
  int kept = 0;                    ///< files that the person keeps
  int kept_there = 0;              ///< kept files that are in the downloads folder
  std::optional<base::Error> keep_failure;
  std::int64_t added_at = 0;  ///< seconds since 1970

  bool operator==(const TorrentView&) const = default;
};

struct DetailsView {
  std::string magnet;
  std::int64_t piece_length = 0;
  std::int64_t piece_count = 0;
  std::string comment;
  std::vector<std::string> trackers;
  bool is_private = false;
  std::string folder;
};

struct FileView {
  base::FileIndex index;
  std::string path;  ///< relative, with '/'
  std::int64_t size = 0;
  std::int64_t done = 0;
  bool selected = false;
  std::optional<std::string> kept;  ///< path of a kept file, "" while not there; no value: not kept
  double watched = 0;               ///< 0 to 1
  bool extra = false;               ///< a sample or trailer, which never opens by itself
  bool taken_for_film = false;      ///< its extension is unknown, and no other file is film or music

  /// Returns the last part of the path.
  [[nodiscard]] std::string name() const { return path.substr(path.rfind('/') + 1); }
};

/// A problem of which the person should know: `kind` is a word of docs/protocol.md, `subject` a key or a
/// path.
struct Warning {
  std::string kind;
  std::string subject;
};

struct StatusView {
  std::int64_t pid = 0;
  std::int64_t uptime = 0;  ///< seconds
  std::int64_t clients = 0;
  std::int64_t torrents = 0;
  std::int64_t download_rate = 0;
  std::int64_t upload_rate = 0;
  std::int64_t dht_nodes = 0;
  std::int64_t listen_port = 0;
  std::int64_t http_port = 0;
  std::string folder;
  std::int64_t used = 0;
  std::int64_t limit = 0;
  std::int64_t free = 0;
  std::vector<Warning> warnings;
};

}  // namespace magnetar::api
