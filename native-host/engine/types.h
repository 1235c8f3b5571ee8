#pragma once
// Values that cross the engine's border. No libtorrent type appears in a public header of this room.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/byte_range.h"
#include "base/error.h"
#include "base/priority.h"
#include "base/strong_id.h"
#include "engine/web_seeds.h"

namespace magnetar::engine {

/// What the session is told about the network; one to one with the settings of the same names
/// (docs/protocol.md).
struct NetworkSettings {
  std::string listen_interfaces = "0.0.0.0:6881,[::]:6881";
  bool dht = true;
  bool lsd = true;
  bool port_mapping = true;
  bool utp = true;
  std::int64_t download_limit = 0;  ///< bytes per second, 0: none
  std::int64_t upload_limit = 0;
  int connections_limit = 200;
  bool local_torrent_links = false;  ///< links may name peers, trackers and web seeds of the private network

  bool operator==(const NetworkSettings&) const = default;
};

/// One file of a torrent. Padding files are not listed, so indexes may have gaps.
struct TorrentFile {
  base::FileIndex index;
  std::string path;            ///< relative, '/' between folders, valid UTF-8, sanitised
  base::ByteRange in_torrent;  ///< where its bytes lie in the torrent's byte sequence
};

/// What the info dictionary says.
struct Metadata {
  std::string name;
  std::string comment;
  std::int64_t size = 0;
  std::int64_t piece_length = 0;
  std::int32_t piece_count = 0;
  bool is_private = false;
  std::vector<TorrentFile> files;
};

/// A moment of a torrent's life.
struct TorrentStatus {
  base::TorrentId id;
  base::InfoHash info_hash;
  std::string name;
  bool has_metadata = false;
  bool paused = false;
  bool checking = false;
  std::int64_t done = 0;  ///< verified bytes
  std::int64_t download_rate = 0;
  std::int64_t upload_rate = 0;
  int peers = 0;
  int seeds = 0;
};

/// One tracker, and how its last announce went.
struct TrackerStats {
  enum class State : unsigned char { waiting, failed, asking, answered };

  std::string host;
  State state = State::waiting;  ///< waiting: not asked yet
  std::string message;           ///< what it said, or what failed; may be empty
  int next_seconds = 0;          ///< until the next announce
};

/// Where peers come from. A peer is known when a link, a tracker, DHT, LSD or another peer named it.
struct SearchStats {
  int known = 0;
  int connecting = 0;  ///< connections being opened
  int dialled = 0;     ///< peers dialled since the torrent was started; at most 5000 are counted
  bool dht = false;    ///< asked, as settings and the torrent's `private` flag allow
  bool lsd = false;
  std::vector<TrackerStats> trackers;
};

/// A peer that was proven to send wrong bytes.
struct BannedPeerInfo {
  std::string address;  ///< IP address, with the port on loopback; empty: not known
  int blocks = 0;       ///< wrong ones of 16 KiB that were found

  bool operator==(const BannedPeerInfo&) const = default;
};

/// Who is there and what was fetched in vain. Numbers of bytes since the torrent was started.
struct SwarmStats {
  std::int64_t downloaded = 0;     ///< payload
  std::int64_t wasted = 0;         ///< payload that was there already
  std::int64_t corrupt = 0;        ///< payload that was wrong, as far as it was found out
  std::int64_t hash_failures = 0;  ///< pieces that failed their check, by whoever's fault
  std::int64_t download_rate = 0;  ///< payload, per second
  std::int64_t in_flight = 0;      ///< asked for and not here
  int tcp = 0;                     ///< peers by transport
  int utp = 0;
  int web_seeds = 0;  ///< those that are joined
  int encrypted = 0;
  int seeds = 0;
  int choking = 0;        ///< peers that give us nothing now
  int snubbed = 0;        ///< peers that were asked and stayed silent
  int fetched_again = 0;  ///< pieces that somebody waits for, that failed their check and are not here yet
  std::vector<BannedPeerInfo> banned = {};
  SearchStats search = {};
  std::vector<WebSeedStatus> web_seed_list = {};
};

/// Blocks that somebody waits for and that are not on the disk yet, in bytes, of the whole session.
struct MemoryUse {
  std::int64_t used = 0;
  std::int64_t limit = 0;
};

/// A moment of the session.
struct SessionStatus {
  int dht_nodes = 0;
  int listen_port = 0;
  std::int64_t download_rate = 0;
  std::int64_t upload_rate = 0;
};

/// How much a piece is wanted.
struct PiecePriority {
  base::PieceIndex piece;
  base::Priority priority = base::kOff;

  bool operator==(const PiecePriority&) const = default;
};

}  // namespace magnetar::engine
