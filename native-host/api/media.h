#pragma once
// The interfaces of the protocol's media methods and of the chunk route to the daemon.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/cancel_token.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/strong_id.h"
#include "media/plan.h"
#include "media/probe.h"
#include "media/pull_session.h"
#include "media/sessions.h"
#include "rpc/connection.h"

namespace magnetar::api {

/// A film, its viewer, and the abilities of the browser.
struct MediaOrder {
  base::TorrentId id;
  base::FileIndex file;
  std::string viewer;  ///< as in the file's URL; empty: unknown
  media::BrowserCan can;
  /// A file of the same torrent whose sound is heard instead of the film's own; only for open().
  std::optional<base::FileIndex> sound_file = {};
};

struct MediaDescription {
  bool ffmpeg = true;  ///< whether ffmpeg is installed; without it the plan follows from the file's name
  std::optional<media::Probe> probe;
  media::Plan plan;
};

struct MediaOpened {
  std::string session;
  std::string url;  ///< of the chunks, ends with '/'
  media::Plan plan;
};

/// Loop thread only. Each callback is called once, perhaps before the method returns.
class Media {
 public:
  virtual ~Media() = default;

  using Described = std::function<void(const base::Result<MediaDescription>&)>;
  /// Describes a file. Waits for metadata and for the bytes that ffprobe needs. Errors: unknown_torrent,
  /// unknown_file, media_unreadable, timed_out, io_error, encoder_busy.
  virtual void describe(const MediaOrder& order, Described done) = 0;

  using Opened = std::function<void(const base::Result<MediaOpened>&)>;
  /// Opens a pull session at `at` seconds; it ends with the connection `owner`. Errors: those of describe()
  /// and ffmpeg_missing.
  virtual void open(const MediaOrder& order, const media::Wish& wish, double at, rpc::ConnectionId owner,
                    Opened done) = 0;
  /// Ends a session. Errors: unknown_session.
  [[nodiscard]] virtual base::Result<void> close(const std::string& session) = 0;
  /// Ends the sessions of a client that is gone.
  virtual void left(rpc::ConnectionId owner) = 0;
};

/// Any thread but the loop's.
class MediaChunks {
 public:
  virtual ~MediaChunks() = default;
  /// Returns a chunk of the session's output. Errors: unknown_session, cancelled, timed_out, those of
  /// media::PullSession::next.
  [[nodiscard]] virtual base::Result<std::shared_ptr<const media::Chunk>> chunk(
      const std::string& session, std::int64_t number, base::TimePoint deadline,
      base::CancelToken& cancel) = 0;
  /// Returns subtitles of the session from byte `from` on. Errors: unknown_session, cancelled, timed_out,
  /// those of media::PullSession::text.
  [[nodiscard]] virtual base::Result<media::SubtitlePart> subtitles(const std::string& session,
                                                                    std::size_t from,
                                                                    base::TimePoint deadline,
                                                                    base::CancelToken& cancel) = 0;
};

}  // namespace magnetar::api
