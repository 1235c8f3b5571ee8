#pragma once
// Starts the person's own players and file manager.

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/programs.h"
#include "app/torrents/torrent_map.h"
#include "base/new_process.h"

namespace magnetar::app {

/// Loop thread only. Programs outlive the daemon. A table lists the known programs; each is started with one
/// argument, which argument_for() makes.
class ProgramService final : public api::Programs {
 public:
  /// `http_base` as api::Control::http_base(). `torrents` must outlive it.
  ProgramService(const TorrentMap& torrents, std::function<std::string()> http_base)
      : torrents_(torrents), http_base_(std::move(http_base)) {}

  std::vector<std::string> found() const override;
  base::Result<void> open(const base::TorrentId& id, base::FileIndex file, std::string_view program) override;

  /// Collects programs that have ended; to be called now and then.
  void collect_ended();

 private:
  std::string argument_for(const Torrent& torrent, base::FileIndex file, bool folder) const;

  const TorrentMap& torrents_;
  const std::function<std::string()> http_base_;
  std::vector<base::Started> started_;
};

}  // namespace magnetar::app
