#pragma once
// What the HTTP routes ask of the daemon. Called on HTTP threads, which may wait.

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "api/views.h"
#include "base/cancel_token.h"
#include "base/clock.h"
#include "http/answer.h"

namespace magnetar::api {

/// How long a request waits for metadata: enough for most swarms, and a browser still waits for headers.
inline constexpr std::chrono::seconds kMetadataPatience{20};

/// A file that can be served.
struct StreamFile {
  FileView file;
  std::string etag;
  /// Opens the file's bytes with a reader at `first` for this viewer (empty: unknown).
  std::function<std::unique_ptr<http::ByteSource>(std::int64_t first, const std::string& viewer)> open;
};

struct StreamTorrent {
  std::string name;
  std::vector<FileView> files;
};

/// Any thread. All wait for metadata until `deadline`. Errors: unknown_torrent, unknown_file, no_metadata
/// (not here in time), cancelled.
class Streams {
 public:
  virtual ~Streams() = default;
  [[nodiscard]] virtual base::Result<StreamFile> file(const base::TorrentId& id, base::FileIndex file,
                                                      base::TimePoint deadline,
                                                      base::CancelToken& cancel) = 0;
  /// The same file for somebody who wants nothing fetched: its bytes end with the first that is not on the
  /// disk (not_found), and nobody hears of the reading.
  [[nodiscard]] virtual base::Result<StreamFile> here(const base::TorrentId& id, base::FileIndex file,
                                                      base::TimePoint deadline,
                                                      base::CancelToken& cancel) = 0;
  [[nodiscard]] virtual base::Result<StreamTorrent> torrent(const base::TorrentId& id,
                                                            base::TimePoint deadline,
                                                            base::CancelToken& cancel) = 0;
};

}  // namespace magnetar::api
