#pragma once
// Starts the person's own players and file manager.

#include <string>
#include <string_view>
#include <vector>

#include "api/control.h"
#include "api/programs.h"
#include "app/torrents/torrent_catalog.h"
#include "base/new_process.h"

namespace magnetar::app {

/// Loop thread only. Programs outlive the daemon. Which there are is a table of this room; each gets one
/// argument, which is made here.
class ProgramService final : public api::Programs {
 public:
  ProgramService(TorrentCatalog& catalog, api::Control& control) : catalog_(catalog), control_(control) {}

  std::vector<std::string> found() const override;
  base::Result<void> open(const base::TorrentId& id, base::FileIndex file, std::string_view program) override;

  /// Programs that have ended are collected; to be called now and then.
  void collect_ended();

 private:
  std::string argument_for(const Torrent& torrent, base::FileIndex file, bool folder) const;

  TorrentCatalog& catalog_;
  api::Control& control_;
  std::vector<base::Started> started_;
};

}  // namespace magnetar::app
