#pragma once
// How many of the blocks that were asked of one peer are on the wire, and which go first. Pure; time is
// given.

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "base/clock.h"

namespace magnetar::engine {

/// One request of the peer protocol (BEP 3).
struct BlockRequest {
  std::int32_t piece = 0;
  std::int32_t start = 0;   ///< in the piece, in bytes
  std::int32_t length = 0;  ///< in bytes

  bool operator==(const BlockRequest&) const = default;
};

/// libtorrent asks a second's worth of blocks of every peer ahead; whoever seeks would wait for all of them.
/// The pacer holds requests back and lets out as many as keep the peer busy, those that are wanted most
/// first.
///
/// The window follows the delay: as long as a block takes hardly longer than the quickest one did, nothing
/// queues up at the peer and one more may be on its way. A longer queue is tried from time to time, and kept
/// only where it brings much more: with peers that send in bursts.
class RequestPacer {
 public:
  static constexpr std::chrono::milliseconds kShortQueue{60};
  static constexpr std::chrono::milliseconds kLongQueue{500};
  static constexpr int kPriorities = 8;

  /// A request to be sent in its time. `priority`: 0 to 7, the higher the sooner.
  void hold(const BlockRequest& request, int priority);
  /// A request that is sent at this moment, past the window.
  void sent(const BlockRequest& request, base::TimePoint now);
  /// The requests to send now.
  [[nodiscard]] std::vector<BlockRequest> release(base::TimePoint now);
  /// Everything at once, for a peer that must hear of all requests.
  [[nodiscard]] std::vector<BlockRequest> release_all(base::TimePoint now);
  /// The block came. False: it is none of ours.
  bool arrived(const BlockRequest& request, base::TimePoint now);
  /// The peer will not send it.
  void rejected(const BlockRequest& request);
  /// No answer is expected any more.
  void forget(const BlockRequest& request) { rejected(request); }
  /// The same for requests older than this.
  void forget_older_than(base::TimePoint sent);
  /// Takes a held request back; false when it is not held.
  bool take_back(const BlockRequest& request);
  /// The peer is asked for what is wanted now: the window opens to what the peer has shown to carry.
  void reopen();

  /// Requests that are on the wire and not of this piece: the peer is to be told that they are cancelled.
  /// They count no longer, but may still come.
  [[nodiscard]] std::vector<BlockRequest> cancel_but(std::int32_t piece);
  [[nodiscard]] std::vector<BlockRequest> held_but(std::int32_t piece) const;
  [[nodiscard]] std::int64_t bytes_on_wire() const { return bytes_on_wire_; }
  /// The requests for this piece, held or on the wire.
  [[nodiscard]] std::vector<BlockRequest> asked(std::int32_t piece) const;
  /// When a block that is asked for now would be here; nothing while the peer has shown too little.
  [[nodiscard]] std::optional<base::Duration> expected_delay(base::TimePoint now) const;
  /// The same for a block that was asked for.
  [[nodiscard]] std::optional<base::Duration> expected_delay(const BlockRequest& request,
                                                             base::TimePoint now) const;

 private:
  struct Sent {
    BlockRequest request;
    base::TimePoint at;
  };
  using Seconds = std::chrono::duration<double>;

  void learn(base::Duration delay, std::int64_t bytes, base::TimePoint now);
  void end_period(base::TimePoint now);
  /// The rate of the last few blocks, in bytes per second; nothing for fewer than three.
  [[nodiscard]] std::optional<double> rate(base::TimePoint now) const;
  [[nodiscard]] std::vector<BlockRequest> send(double window, base::TimePoint now);

  std::array<std::deque<BlockRequest>, kPriorities> held_;
  std::deque<Sent> wire_;
  std::vector<BlockRequest> cancelled_;  ///< on the wire, perhaps
  std::int64_t bytes_on_wire_ = 0;
  double window_ = 8;  ///< blocks
  int learned_ = 0;    ///< blocks that took long
  bool growing_ = true;
  std::optional<base::Duration> quickest_;
  std::deque<base::TimePoint> recent_;  ///< when the last blocks came
  bool long_queue_ = false;
  std::optional<base::TimePoint> period_began_;
  std::int64_t period_bytes_ = 0;
  bool period_busy_ = true;  ///< more was held back than could be sent
  int periods_ = 0;          ///< since the queue's length was last compared
  double best_rate_ = 0;     ///< of the last periods
};

}  // namespace magnetar::engine
