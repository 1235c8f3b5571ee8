#pragma once
// Films as HLS segments. Each session is one player of one film, with one ffmpeg that makes the segments in
// order; a player that jumps gets a new ffmpeg.

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

/// Loop thread only. Constructor arguments must outlive it.
class HlsSessions {
 public:
  using Key = std::pair<FilmKey, std::string>;  ///< film and viewer name
  using Bytes = std::shared_ptr<const std::string>;
  using Reply = std::function<void(const base::Result<Bytes>&)>;

  /// A request of a player: a segment, or the init segment of a recording.
  struct Question {
    enum class Kind { segment, init_segment } kind = Kind::segment;
    std::int64_t number = 0;  ///< of the segment or recording, counted from 0
  };

  HlsSessions(Sessions& sessions, base::Timers& timers) : sessions_(sessions), timers_(timers) {}

  /// Whether ask() needs a new ffmpeg.
  [[nodiscard]] bool must_start(const Key& key, const Question& question) const;
  /// Starts an ffmpeg; `order.at` follows from the number. Waiting requests for other segments get
  /// unknown_session. At the limit of sessions, one without waiting requests ends; its player gets another
  /// when it goes on. An error of the start is the answer of the next ask().
  void start(const Key& key, SessionOrder order, std::shared_ptr<const SegmentTimes> times,
             std::int64_t number);

  /// Replies when the segment is made. Errors: encoder_busy without a session, because start() found no room;
  /// those of Sessions::open and PullSession::next; not_found for a segment behind the film's end.
  void ask(const Key& key, const Question& question, Reply reply);
  void close_all() { hls_sessions_.clear(); }

 private:
  struct HlsSession {
    bool encodes = false;         ///< begins with an encode
    std::int64_t used = 0;        ///< grows with each request
    std::int64_t generation = 0;  ///< number of the ffmpeg; answers of an earlier one are dropped
    std::string session;          ///< empty until it is open
    std::int64_t chunk = 0;       ///< the next chunk to ask for
    bool pulling = false;
    bool ended = false;
    std::optional<base::Error> failure;
    Mp4Fragments fragments;
    std::shared_ptr<const SegmentTimes> times;
    std::optional<SegmentCutter> cutter;
    std::map<std::int64_t, Bytes> init_segments;  ///< by recording
    std::deque<std::pair<std::int64_t, Bytes>> made;
    std::int64_t asked = 0;  ///< the segment of the last request
    std::multimap<std::int64_t, Reply> for_init_segment;
    std::multimap<std::int64_t, Reply> for_segment;
    std::unique_ptr<base::Timer> idle;
  };

  void touch(const Key& key, HlsSession& hls);
  void expect_request(const Key& key, HlsSession& hls);
  [[nodiscard]] static bool is_waited_for(const HlsSession& hls);
  /// The state that a new ffmpeg takes over, beginning with this segment of this recording.
  [[nodiscard]] HlsSession carry(const Key& key, std::int64_t number, std::int64_t recording);
  void open(const Key& key, const SessionOrder& order);
  /// Ends the least recently used session without waiting requests; returns false when each has one.
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
