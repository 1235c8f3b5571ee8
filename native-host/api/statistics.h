#pragma once
// What the protocol's methods about figures ask of the daemon.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "api/params.h"
#include "base/byte_range.h"
#include "base/error.h"
#include "base/strong_id.h"
#include "engine/types.h"

namespace magnetar::api {

/// One viewer in front of one file. Places are bytes in the file, rates bytes per second.
struct ReaderView {
  std::string viewer;                   ///< empty: unknown
  std::optional<base::FileIndex> file;  ///< nothing: a file that cannot be listed
  std::int64_t position = 0;
  base::ByteRange window;       ///< what is wanted soon
  double buffered_seconds = 0;  ///< of the film, verified, without a gap from the position on
  std::int64_t bitrate = 0;     ///< of the film
  std::int64_t rate = 0;        ///< what the viewer reads
  double waited_seconds = 0;
  bool waiting = false;
  int stalls = 0;
  int connections = 0;  ///< 0: left a moment ago
};

struct TorrentStatsView {
  base::TorrentId id;
  std::string name;
  engine::SwarmStats swarm;
  std::int64_t limit = 0;  ///< what pacing allows, in bytes per second; 0: everything
  std::vector<ReaderView> readers;
};

struct StatsView {
  std::vector<TorrentStatsView> torrents;
  std::size_t total = 0;
  engine::MemoryUse memory;
};

/// Loop thread only.
class Statistics {
 public:
  virtual ~Statistics() = default;

  /// Of one torrent. Errors: unknown_torrent.
  virtual void ask(const base::TorrentId& id, std::function<void(base::Result<StatsView>)> answer) = 0;
  /// Of a page of all torrents, newest first.
  virtual void ask(const Page& page, std::function<void(base::Result<StatsView>)> answer) = 0;
  /// Begins a trace, or ends it; gives its file, or nothing when there was none to end. Errors:
  /// unknown_torrent, io_error.
  [[nodiscard]] virtual base::Result<std::optional<std::filesystem::path>> trace(const base::TorrentId& id,
                                                                                 bool on) = 0;
};

}  // namespace magnetar::api
