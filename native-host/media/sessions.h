#pragma once
// The running pull sessions: one ffmpeg each, which ends with its viewer.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/error.h"
#include "base/executor.h"
#include "base/strong_id.h"
#include "media/encode_slots.h"
#include "media/ffmpeg_command.h"
#include "media/film.h"
#include "media/launcher.h"
#include "media/plan.h"
#include "media/pull_session.h"

namespace magnetar::media {

/// The client that opened a session; the session ends with it.
using OwnerId = base::StrongInt<struct OwnerTag, std::int64_t>;

struct SessionOrder {
  Film film;
  Probe probe;
  Plan plan;      ///< its mode is repackage
  double at = 0;  ///< seconds
  OwnerId owner;
  std::string viewer;
  std::optional<Sound> sound = {};  ///< replaces the film's own
};

/// A part of a subtitle track.
struct SubtitlePart {
  SubtitleForm form = SubtitleForm::vtt;
  std::string bytes;
};

/// Loop thread only. The launcher must outlive it.
class Sessions {
 public:
  /// `encodes`: greatest number of video encodes at once.
  Sessions(Launcher& launcher, base::Timers& timers, int encodes);

  using Opened = std::function<void(const base::Result<std::string>&)>;
  /// Starts ffmpeg and returns the session's name, 32 random hex digits. Errors: encoder_busy,
  /// ffmpeg_missing, io_error. A viewer's new encode ends its older one.
  void open(const SessionOrder& order, Opened opened);
  /// Errors: unknown_session, those of PullSession::next, and encoder_busy while no encode is free for the
  /// next recording.
  void next(const std::string& session, std::int64_t number, PullSession::Reply reply);
  /// The available part of its subtitle track from byte `from` on. Errors: unknown_session, and those of
  /// PullSession::text.
  [[nodiscard]] base::Result<SubtitlePart> subtitles(const std::string& session, std::size_t from);
  /// Whether it holds one of the encodes.
  [[nodiscard]] bool encoding(const std::string& session) const;
  /// Errors: unknown_session.
  [[nodiscard]] base::Result<void> close(const std::string& session);
  void close_all_of(OwnerId owner);
  void close_all();

 private:
  struct Entry {
    SessionOrder order;
    std::int64_t number = 0;  ///< grows with each session
    std::unique_ptr<PullSession> session;
    std::optional<EncodeSlots::Slot> slot;
    std::unique_ptr<base::Timer> idle;
  };
  using Entries = std::map<std::string, Entry>;

  [[nodiscard]] base::Result<std::string> start(const SessionOrder& order);
  [[nodiscard]] base::Result<PullSession::Next> launch(const std::string& id, const SessionOrder& order);
  [[nodiscard]] base::Result<PullSession::Next> go_on(const std::string& id, double end);
  /// The slot that the recording at `at` needs, or none.
  [[nodiscard]] base::Result<void> take_slot(double at, Entry& entry);
  void make_room_for(const SessionOrder& order);
  [[nodiscard]] Entries::iterator oldest_of(const SessionOrder& order, bool encoding);
  void expect_pull(const std::string& session);

  Launcher& launcher_;
  base::Timers& timers_;
  EncodeSlots slots_;
  Entries entries_;
  std::int64_t next_order_ = 0;
};

}  // namespace magnetar::media
