#pragma once
// Notes the torrents being restored in a file when the process ends by a fault of its own. A kill from
// outside is no fault and leaves no note.

#include <filesystem>
#include <string>
#include <vector>

#include "base/strong_id.h"
#include "base/unique_fd.h"

namespace magnetar::app {

/// At most one in a process: it handles the signals of faults (SIGSEGV, SIGABRT and the like) while it lives,
/// and passes them on. Loop thread only.
class RestoreNote {
 public:
  explicit RestoreNote(const std::filesystem::path& file);
  ~RestoreNote();
  RestoreNote(const RestoreNote&) = delete;
  RestoreNote& operator=(const RestoreNote&) = delete;

  /// Returns the torrents that were being restored when the last process ended by a fault.
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
