#pragma once
// The interface of the HTTP routes to the daemon. Called on HTTP threads, which may wait.

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "api/views.h"
#include "base/cancel_token.h"
#include "base/clock.h"
#include "http/answer.h"

namespace magnetar::api {

/// The time for which a request waits for metadata: most swarms need less, and browsers wait longer for
/// headers.
inline constexpr std::chrono::seconds kMetadataPatience{20};

/// A file that can be served.
struct StreamFile {
  FileView file;
  std::string etag;
  /// Opens the file's bytes with a cursor at `first` for this viewer (empty: unknown).
  std::function<std::unique_ptr<http::ByteSource>(std::int64_t first, const std::string& viewer)> open;
};

struct StreamTorrent {
  std::string name;
  std::vector<FileView> files;
};

/// Any thread. All methods wait for metadata until `deadline`. Errors: unknown_torrent, unknown_file,
/// no_metadata (not in time), cancelled.
class Streams {
 public:
  virtual ~Streams() = default;
  [[nodiscard]] virtual base::Result<StreamFile> file(const base::TorrentId& id, base::FileIndex file,
                                                      base::TimePoint deadline,
                                                      base::CancelToken& cancel) = 0;
  /// Returns the same file for a client that must not start a download: its bytes end at the first that is
  /// not on the disk (not_found), and the reads make no cursor.
  [[nodiscard]] virtual base::Result<StreamFile> here(const base::TorrentId& id, base::FileIndex file,
                                                      base::TimePoint deadline,
                                                      base::CancelToken& cancel) = 0;
  [[nodiscard]] virtual base::Result<StreamTorrent> torrent(const base::TorrentId& id,
                                                            base::TimePoint deadline,
                                                            base::CancelToken& cancel) = 0;
};

}  // namespace magnetar::api
