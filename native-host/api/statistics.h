#pragma once
// The interface of the protocol's statistics methods to the daemon.

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

/// One viewer of one file. Positions are bytes in the file, rates bytes per second.
struct ReaderView {
  std::string viewer;                   ///< empty: unknown
  std::optional<base::FileIndex> file;  ///< no value: a file that cannot be listed
  std::int64_t position = 0;
  base::ByteRange window;       ///< bytes that are wanted soon
  double buffered_seconds = 0;  ///< of the film, verified, from the position on without a gap
  std::int64_t bitrate = 0;     ///< of the film
  std::int64_t rate = 0;        ///< the viewer's reading rate
  double waited_seconds = 0;
  bool waiting = false;
  int stalls = 0;
  int connections = 0;  ///< 0: the viewer has just left
};

struct TorrentStatsView {
  base::TorrentId id;
  std::string name;
  engine::SwarmStats swarm;
  std::int64_t limit = 0;  ///< of pacing, in bytes per second; 0: no limit
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

  /// Asks for the figures of one torrent. Errors: unknown_torrent.
  virtual void ask(const base::TorrentId& id, std::function<void(base::Result<StatsView>)> answer) = 0;
  /// Asks for the figures of a page of all torrents, newest first.
  virtual void ask(const Page& page, std::function<void(base::Result<StatsView>)> answer) = 0;
  /// Begins or ends a trace. Returns its file; no value when there was none to end. Errors: unknown_torrent,
  /// io_error.
  [[nodiscard]] virtual base::Result<std::optional<std::filesystem::path>> trace(const base::TorrentId& id,
                                                                                 bool on) = 0;
};

}  // namespace magnetar::api
