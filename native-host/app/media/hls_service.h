#pragma once
// Joins HLS to the films: their probes and plans, and the sessions that make their segments.

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "api/hls.h"
#include "app/media/media_service.h"
#include "media/hls_sessions.h"

namespace magnetar::app {

/// The methods of api::Hls run on any thread but the loop's. The constructor's arguments must outlive it.
class HlsService final : public api::Hls {
 public:
  HlsService(base::Loop& loop, MediaService& media);

  /// Ends every session. Loop thread.
  void stop() { hls_sessions_.close_all(); }

  base::Result<std::string> master(const api::HlsPlayer& player, base::TimePoint deadline,
                                   base::CancelToken& cancel) override;
  base::Result<std::string> playlist(const api::HlsPlayer& player, base::TimePoint deadline,
                                     base::CancelToken& cancel) override;
  base::Result<Bytes> init_segment(const api::HlsPlayer& player, std::int64_t recording,
                                   base::TimePoint deadline, base::CancelToken& cancel) override;
  base::Result<Bytes> segment(const api::HlsPlayer& player, std::int64_t number, base::TimePoint deadline,
                              base::CancelToken& cancel) override;

 private:
  using Reply = media::HlsSessions::Reply;
  using Question = media::HlsSessions::Question;
  using Times = std::shared_ptr<const media::SegmentTimes>;
  /// The content of a playlist.
  struct Cut {
    MediaService::Known known;
    media::Plan plan;
    Times times;
  };
  using OnCut = std::function<void(const base::Result<Cut>&)>;

  /// Determines the content of a playlist. Errors besides those of MediaService::know: ffmpeg_missing,
  /// media_unreadable.
  void cut(const api::HlsPlayer& player, const OnCut& done);
  void find_times(const MediaService::Known& known, const media::Plan& plan, const OnCut& done);
  /// Starts the session that makes the requested segment, if needed, then asks it.
  void ask(const api::HlsPlayer& player, const Question& question, const Reply& reply);
  void start(const api::HlsPlayer& player, const Cut& cut, const Question& question, const Reply& reply);

  base::Loop& loop_;
  MediaService& media_;
  media::HlsSessions hls_sessions_;
  std::map<media::FilmKey, Times> times_;  ///< of films whose key frames were read
};

}  // namespace magnetar::app
