#pragma once
// What the routes of HLS ask of the daemon.

#include <cstdint>
#include <memory>
#include <string>

#include "base/cancel_token.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/strong_id.h"

namespace magnetar::api {

/// A player in front of a film. Its name is its own: what one asks for does not disturb another.
struct HlsPlayer {
  base::TorrentId id;
  base::FileIndex file;
  std::string viewer;
};

/// Any thread but the loop's; waits. Errors: those of Media::describe, ffmpeg_missing, cancelled, timed_out.
class Hls {
 public:
  using Bytes = std::shared_ptr<const std::string>;

  virtual ~Hls() = default;
  /// The playlist that names the other one, below `viewer`.
  [[nodiscard]] virtual base::Result<std::string> master(const HlsPlayer& player, base::TimePoint deadline,
                                                         base::CancelToken& cancel) = 0;
  [[nodiscard]] virtual base::Result<std::string> playlist(const HlsPlayer& player, base::TimePoint deadline,
                                                           base::CancelToken& cancel) = 0;
  /// Of a recording, counted from 0. Also unknown_session when the player went elsewhere meanwhile, and
  /// encoder_busy; not_found behind the last recording.
  [[nodiscard]] virtual base::Result<Bytes> init_segment(const HlsPlayer& player, std::int64_t recording,
                                                         base::TimePoint deadline,
                                                         base::CancelToken& cancel) = 0;
  /// Those of init_segment(), and not_found behind the film's end.
  [[nodiscard]] virtual base::Result<Bytes> segment(const HlsPlayer& player, std::int64_t number,
                                                    base::TimePoint deadline, base::CancelToken& cancel) = 0;
};

}  // namespace magnetar::api
