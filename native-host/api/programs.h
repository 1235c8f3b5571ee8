#pragma once
// Programs of the person that show a film or a folder, as the protocol's methods ask for them.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/strong_id.h"

namespace magnetar::api {

/// Loop thread only. A program is named by a word of docs/protocol.md, never by a path or a command.
class Programs {
 public:
  virtual ~Programs() = default;

  /// The words of those that are on this machine.
  [[nodiscard]] virtual std::vector<std::string> found() const = 0;
  /// Starts the program with the file: its path where the person keeps it, else its stream; "folder" shows
  /// where it lies. Errors: not_found, unknown_torrent, no_metadata, unknown_file, io_error.
  [[nodiscard]] virtual base::Result<void> open(const base::TorrentId& id, base::FileIndex file,
                                                std::string_view program) = 0;
};

}  // namespace magnetar::api
