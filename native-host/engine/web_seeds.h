#pragma once
// Web seeds (BEP 19): the engine's interface to the client that fetches their bytes, because this room does
// not speak HTTP.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/byte_range.h"
#include "base/strong_id.h"

namespace magnetar::engine {

/// A file by its name on web servers, or padding between files.
struct WebSeedFile {
  base::ByteRange in_torrent;
  std::string path;  ///< with the torrent's name first, '/' between folders, not encoded
  bool padding = false;
};

/// The facts of a torrent that are needed to fetch its pieces.
struct WebSeedTorrent {
  std::string info_hash;  ///< 20 bytes, as in the peer protocol's handshake
  std::int64_t piece_length = 0;
  std::int32_t piece_count = 0;
  std::int64_t size = 0;
  bool one_file = false;  ///< an URL may be the file's own
  std::vector<WebSeedFile> files;
};

/// The state of a web seed.
struct WebSeedStatus {
  std::string url;
  std::string host;
  std::string state;            ///< "idle", "connecting", "active", "waiting", "left"
  std::string error;            ///< its last error; empty: none
  std::int64_t downloaded = 0;  ///< bytes of blocks
  std::int64_t rate = 0;        ///< bytes per second
  int connections = 0;
  bool joined = false;  ///< it is a peer of the session
};

/// Fetches from web seeds, and joins the session for each as a peer of this machine (LocalPeers). Called on
/// the loop thread; every method returns at once.
class WebSeedClient {
 public:
  virtual ~WebSeedClient() = default;
  /// Allows requests to these web seeds from now on. Another call with more URLs keeps the known state.
  /// `loopback`: they may be on this machine, in a private swarm.
  virtual void open(const base::TorrentId& id, std::shared_ptr<const WebSeedTorrent> torrent,
                    const std::vector<std::string>& urls, bool loopback) = 0;
  /// A piece is wanted: resting web seeds join again.
  virtual void wake(const base::TorrentId& id) = 0;
  /// The torrent is paused or removed.
  virtual void close(const base::TorrentId& id) = 0;
  [[nodiscard]] virtual std::vector<WebSeedStatus> status(const base::TorrentId& id) const = 0;
};

}  // namespace magnetar::engine
