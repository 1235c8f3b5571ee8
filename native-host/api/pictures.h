#pragma once
// The interface of the thumbnail route to the daemon.

#include <cstdint>
#include <optional>

#include "base/cancel_token.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/strong_id.h"
#include "media/thumbnail_cache.h"

namespace magnetar::api {

struct PictureQuestion {
  base::TorrentId id;
  base::FileIndex file;
  std::optional<std::int64_t> second;  ///< of the film; no value: the poster
};

/// Any thread but the loop's.
class Pictures {
 public:
  virtual ~Pictures() = default;
  /// Returns a thumbnail made from downloaded bytes, null when they give none. It starts no download. Errors:
  /// unknown_torrent, unknown_file, no_metadata, cancelled, timed_out.
  [[nodiscard]] virtual base::Result<media::Picture> picture(const PictureQuestion& question,
                                                             base::TimePoint deadline,
                                                             base::CancelToken& cancel) = 0;
};

}  // namespace magnetar::api
