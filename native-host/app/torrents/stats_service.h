#pragma once
// Statistics of streams and swarms, and traces of single torrents.

#include <filesystem>

#include "api/statistics.h"
#include "app/torrents/torrent_map.h"
#include "base/clock.h"
#include "engine/engine.h"

namespace magnetar::app {

/// Loop thread only. The constructor's arguments must outlive it. The swarms' figures come later; torrents
/// removed by then are left out.
class StatsService final : public api::Statistics {
 public:
  /// Traces go to the folder `traces`, which the first trace creates.
  StatsService(const TorrentMap& torrents, engine::Engine& engine, const base::Clock& clock,
               std::filesystem::path traces);

  void ask(const base::TorrentId& id, std::function<void(base::Result<api::StatsView>)> answer) override;
  void ask(const api::Page& page, std::function<void(base::Result<api::StatsView>)> answer) override;
  base::Result<std::optional<std::filesystem::path>> trace(const base::TorrentId& id, bool on) override;

 private:
  void ask_swarms(const std::vector<base::TorrentId>& ids, std::size_t total,
                  std::function<void(base::Result<api::StatsView>)> answer);

  const TorrentMap& torrents_;
  engine::Engine& engine_;
  const base::Clock& clock_;
  const std::filesystem::path traces_;
};

}  // namespace magnetar::app
