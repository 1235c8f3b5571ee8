#pragma once
// What one peer has been asked for and not sent yet, and how much of that keeps it busy. Pure; time is given.

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "engine/block_request.h"

namespace magnetar::engine {

/// Whoever seeks waits for all that was asked of a peer before, so no more is on the wire than the peer can
/// send in two of its quickest delays and kQueue: its rate is the most it has delivered in the last seconds,
/// its delay the least there was. Both are learned as in BBR (Cardwell and others, ACM Queue 14(5)): a rate
/// is what came between a request and its answer, and counts as a bound only when the peer had enough to do;
/// the delay is measured anew now and then with hardly anything on the wire.
class RequestWindow {
 public:
  static constexpr std::chrono::milliseconds kQueue{30};
  /// Without an answer for that long a request is given up.
  static constexpr std::chrono::seconds kPatience{5};
  static constexpr std::int64_t kFirstBatch = 16 * kBlockSize;

  void sent(const BlockRequest& request, base::TimePoint now);
  /// The block came. False: it was not asked for, or has been given up.
  bool arrived(const BlockRequest& request, base::TimePoint now);
  /// The peer will not send it. False: it was not asked for.
  bool gone(const BlockRequest& request);
  /// The peer will send nothing; gives what it was asked for.
  [[nodiscard]] std::vector<BlockRequest> clear();
  /// Gives up what is overdue: the peer is silent, or has answered what was asked long after it.
  [[nodiscard]] std::vector<BlockRequest> give_up(base::TimePoint now);
  /// There is room and nothing to ask for: what comes says nothing of what the peer could do.
  void idle() { limited_until_ = delivered_ + bytes_; }
  /// The most requests that the peer takes (`reqq`, BEP 10).
  void take_at_most(int requests) { most_ = requests; }
  /// Requests go out many at a time, so that the peer can ask its own source for them in few: room shows when
  /// half of the window has come. Such a peer is trusted with kFirstBatch before it has shown anything.
  void take_batches() { batches_ = true; }
  [[nodiscard]] bool takes_batches() const { return batches_; }

  [[nodiscard]] bool has_room(base::TimePoint now);
  [[nodiscard]] bool holds(const BlockRequest& request) const { return find(request) != wire_.end(); }
  [[nodiscard]] std::vector<BlockRequest> requests() const;
  [[nodiscard]] std::int64_t bytes() const { return bytes_; }
  /// Requests were given up and nothing has come since.
  [[nodiscard]] bool stalled() const { return stalled_; }
  /// Bytes per second; nothing before the first block.
  [[nodiscard]] std::optional<double> rate() const;
  /// When a block that is asked for now would be here; nothing before the first block.
  [[nodiscard]] std::optional<base::Duration> delay(base::TimePoint now) const;
  /// The same for a block that was asked for; 0 while nothing speaks against a new peer.
  [[nodiscard]] base::Duration remaining(const BlockRequest& request, base::TimePoint now) const;

 private:
  struct Sent {
    BlockRequest request;
    base::TimePoint at;
    std::int64_t ahead = 0;          ///< bytes on the wire when it was sent
    std::int64_t delivered = 0;      ///< in all, then
    base::TimePoint delivered_at;    ///< the last delivery then
    base::TimePoint delivered_sent;  ///< when that one had been sent
    bool limited = false;
    bool measures_delay = false;
  };
  struct Bucket {
    double most = 0;
    bool bound = false;  ///< a sample was taken with enough to do
  };
  using Wire = std::deque<Sent>;

  [[nodiscard]] Wire::const_iterator find(const BlockRequest& request) const;
  void learn(const Sent& sent, base::TimePoint now);
  void learn_delay(const Sent& sent, base::TimePoint now);
  void learn_rate(double rate, const Sent& sent, base::TimePoint now);
  [[nodiscard]] double window() const;
  /// How long nothing has come that should have.
  [[nodiscard]] base::Duration silence(base::TimePoint now) const;

  Wire wire_;
  std::int64_t bytes_ = 0;
  int most_ = 250;
  bool batches_ = false;
  bool refilling_ = true;
  std::int64_t delivered_ = 0;
  std::int64_t limited_until_ = -1;
  std::optional<base::TimePoint> delivered_at_;
  base::TimePoint delivered_sent_{};
  std::optional<base::Duration> least_delay_;
  base::TimePoint least_delay_at_{};
  bool measuring_ = false;
  Bucket before_;
  Bucket now_;
  base::TimePoint bucket_began_{};
  bool stalled_ = false;
};

}  // namespace magnetar::engine
