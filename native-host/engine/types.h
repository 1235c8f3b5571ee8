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

/// The session's network settings, one to one with the settings of the same names (docs/protocol.md).
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
  base::ByteRange in_torrent;  ///< its range in the torrent's byte sequence
};

/// The info dictionary's facts about the torrent.
struct Metadata {
  std::string name;
  std::string comment;
  std::int64_t size = 0;
  std::int64_t piece_length = 0;
  std::int32_t piece_count = 0;
  bool is_private = false;
  std::vector<TorrentFile> files;
};

/// The state of a torrent at one moment.
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
  std::string message;           ///< its answer, or the error; may be empty
  int next_seconds = 0;          ///< until the next announce
};

/// The search for peers. A peer is known when a link, a tracker, DHT, LSD or another peer named it.
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

/// The peers and the traffic of one swarm. Byte counts since the torrent was started.
struct SwarmStats {
  std::int64_t downloaded = 0;     ///< payload
  std::int64_t wasted = 0;         ///< payload that was already available
  std::int64_t corrupt = 0;        ///< payload that was proven wrong
  std::int64_t hash_failures = 0;  ///< pieces that failed their check, whatever the cause
  std::int64_t download_rate = 0;  ///< payload, per second
  std::int64_t in_flight = 0;      ///< requested and not received yet
  int tcp = 0;                     ///< peers by transport
  int utp = 0;
  int web_seeds = 0;  ///< joined web seeds
  int web_peers = 0;  ///< peers reached by WebRTC
  int encrypted = 0;
  int seeds = 0;
  int choking = 0;        ///< peers that choke us
  int snubbed = 0;        ///< peers that were asked and stayed silent
  int fetched_again = 0;  ///< awaited pieces that failed their check and are still missing
  std::vector<BannedPeerInfo> banned = {};
  SearchStats search = {};
  std::vector<WebSeedStatus> web_seed_list = {};
};

/// The memory for awaited blocks that are not on the disk yet, in bytes, of the whole session.
struct MemoryUse {
  std::int64_t used = 0;
  std::int64_t limit = 0;
};

/// The state of the session at one moment.
struct SessionStatus {
  int dht_nodes = 0;
  int listen_port = 0;
  std::int64_t download_rate = 0;
  std::int64_t upload_rate = 0;
};

/// The priority of a piece.
struct PiecePriority {
  base::PieceIndex piece;
  base::Priority priority = base::Priority::off;

  bool operator==(const PiecePriority&) const = default;
};

}  // namespace magnetar::engine
