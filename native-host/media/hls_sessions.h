#pragma once
// Films as HLS segments: each session is one player in front of one film, with one ffmpeg that makes the
// segments in order; a player that jumps gets a new one.

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/executor.h"
#include "media/mp4_fragments.h"
#include "media/segment_cutter.h"
#include "media/sessions.h"

namespace magnetar::media {

/// Loop thread only. What it is given must outlive it.
class HlsSessions {
 public:
  using Key = std::pair<FilmKey, std::string>;  ///< the film and the player's name
  using Bytes = std::shared_ptr<const std::string>;
  using Reply = std::function<void(const base::Result<Bytes>&)>;

  /// What a player asks for: a segment, or the header that the segments of a recording need.
  struct Question {
    enum class Kind { segment, init_segment } kind = Kind::segment;
    std::int64_t number = 0;  ///< of the segment or of the recording, counted from 0
  };

  HlsSessions(Sessions& sessions, base::Timers& timers) : sessions_(sessions), timers_(timers) {}

  /// Whether ask() needs an ffmpeg that does not run.
  [[nodiscard]] bool must_start(const Key& key, const Question& question) const;
  /// Starts one; `order.at` follows from the number. Who waits for other segments is told unknown_session.
  /// Where there are too many, one that nobody waits for gives way: its player gets another when it goes on.
  /// Errors of the start are told to who asks next.
  void start(const Key& key, SessionOrder order, std::shared_ptr<const SegmentTimes> times,
             std::int64_t number);

  /// Waits until it is made. Errors: unknown_session without a start; those of Sessions::open and
  /// PullSession::next; of a segment not_found behind the film's end.
  void ask(const Key& key, const Question& question, Reply reply);
  void close_all() { hls_sessions_.clear(); }

 private:
  struct HlsSession {
    bool encodes = false;
    std::int64_t used = 0;        ///< counts up with each question
    std::int64_t generation = 0;  ///< which ffmpeg: answers of another are dropped
    std::string session;          ///< empty while it is opened
    std::int64_t chunk = 0;       ///< that is asked for next
    bool pulling = false;
    bool ended = false;
    std::optional<base::Error> failure;
    Mp4Fragments fragments;
    std::shared_ptr<const SegmentTimes> times;
    std::optional<SegmentCutter> cutter;
    std::map<std::int64_t, Bytes> init_segments;  ///< by recording
    std::deque<std::pair<std::int64_t, Bytes>> made;
    std::int64_t asked = 0;  ///< the segment that somebody wanted last
    std::multimap<std::int64_t, Reply> for_init_segment;
    std::multimap<std::int64_t, Reply> for_segment;
    std::unique_ptr<base::Timer> idle;
  };

  void touch(const Key& key, HlsSession& hls);
  /// What goes on with an ffmpeg that begins with this segment, in this recording.
  [[nodiscard]] HlsSession carry(const Key& key, std::int64_t number, std::int64_t recording);
  void open(const Key& key, const SessionOrder& order);
  /// Ends the session that nobody has asked anything for longest; false when somebody waits for each.
  bool make_room(const Key& besides, bool encoding);
  void leave(const Key& key);
  void pull(const Key& key);
  void take(const Key& key, HlsSession& hls, const base::Result<std::shared_ptr<const Chunk>>& chunk);
  void sort(HlsSession& hls, const Chunk& chunk);
  static void note_init_segment(HlsSession& hls);
  void settle(HlsSession& hls);

  Sessions& sessions_;
  base::Timers& timers_;
  std::map<Key, HlsSession> hls_sessions_;
  std::int64_t count_ = 0;
};

}  // namespace magnetar::media
