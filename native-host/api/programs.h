#pragma once
// The interface of the protocol's methods to the person's programs that show a film or a folder.

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

  /// Returns the words of the installed programs.
  [[nodiscard]] virtual std::vector<std::string> found() const = 0;
  /// Starts the program with the file: with its path when the person keeps it, otherwise with its stream.
  /// "folder" shows the file's folder. Errors: not_found, unknown_torrent, no_metadata, unknown_file,
  /// io_error.
  [[nodiscard]] virtual base::Result<void> open(const base::TorrentId& id, base::FileIndex file,
                                                std::string_view program) = 0;
};

}  // namespace magnetar::api
