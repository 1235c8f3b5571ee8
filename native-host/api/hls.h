#pragma once
// The interface of the HLS routes to the daemon.

#include <cstdint>
#include <memory>
#include <string>

#include "base/cancel_token.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/strong_id.h"

namespace magnetar::api {

/// A player of a film. Requests of players with different names do not disturb each other.
struct HlsPlayer {
  base::TorrentId id;
  base::FileIndex file;
  std::string viewer;
};

/// Waits on any thread but the loop's. Errors: those of Media::describe, ffmpeg_missing, cancelled,
/// timed_out.
class Hls {
 public:
  using Bytes = std::shared_ptr<const std::string>;

  virtual ~Hls() = default;
  /// Returns the master playlist, whose media playlist has `viewer` in its path.
  [[nodiscard]] virtual base::Result<std::string> master(const HlsPlayer& player, base::TimePoint deadline,
                                                         base::CancelToken& cancel) = 0;
  [[nodiscard]] virtual base::Result<std::string> playlist(const HlsPlayer& player, base::TimePoint deadline,
                                                           base::CancelToken& cancel) = 0;
  /// Returns the init segment of a recording, counted from 0. Errors also: unknown_session when the player
  /// has jumped meanwhile, encoder_busy, not_found behind the last recording.
  [[nodiscard]] virtual base::Result<Bytes> init_segment(const HlsPlayer& player, std::int64_t recording,
                                                         base::TimePoint deadline,
                                                         base::CancelToken& cancel) = 0;
  /// Returns a media segment. Errors: those of init_segment(), and not_found behind the film's end.
  [[nodiscard]] virtual base::Result<Bytes> segment(const HlsPlayer& player, std::int64_t number,
                                                    base::TimePoint deadline, base::CancelToken& cancel) = 0;
};

}  // namespace magnetar::api
