#pragma once
// Which torrents are being restored, noted in a file when the process ends by a fault of its own. Being
// killed from outside is nobody's fault and leaves no note.

#include <filesystem>
#include <string>
#include <vector>

#include "base/strong_id.h"
#include "base/unique_fd.h"

namespace magnetar::app {

/// One at a time in a process: it takes the signals of faults (SIGSEGV, SIGABRT and the like) while it lives,
/// and hands them on. Loop thread only.
class RestoreNote {
 public:
  explicit RestoreNote(const std::filesystem::path& file);
  ~RestoreNote();
  RestoreNote(const RestoreNote&) = delete;
  RestoreNote& operator=(const RestoreNote&) = delete;

  /// The torrents that were being restored when the process before this one ended by a fault.
  [[nodiscard]] const std::vector<base::TorrentId>& ended_during() const { return ended_during_; }

  void begin(const base::TorrentId& id);
  void end(const base::TorrentId& id);
  void end_all();
  [[nodiscard]] bool under_way(const base::TorrentId& id) const;

 private:
  std::vector<base::TorrentId> ended_during_;
  base::UniqueFd file_;
};

}  // namespace magnetar::app
