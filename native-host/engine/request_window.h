#pragma once
// The requests under way to one peer, and the number of bytes that keeps it busy. Pure; time is given.

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "engine/block_request.h"

namespace magnetar::engine {

/// A seek waits for all blocks requested of a peer before it. So only as many bytes are on the wire as the
/// peer sends in two of its quickest delays and kQueue. Its rate is the most it has delivered in the last
/// seconds, its delay the least measured. Both are learned as in BBR (Cardwell and others, ACM Queue 14(5)):
/// a rate is measured between a request and its answer, and counts as a bound only when the peer had enough
/// requests. The delay is measured anew now and then with hardly any bytes on the wire.
class RequestWindow {
 public:
  static constexpr std::chrono::milliseconds kQueue{30};
  /// A request without an answer for this long is given up.
  static constexpr std::chrono::seconds kPatience{5};
  static constexpr std::int64_t kFirstBatch = 16 * kBlockSize;

  void sent(const BlockRequest& request, base::TimePoint now);
  /// The block was received. Returns whether it was requested and not given up.
  bool arrived(const BlockRequest& request, base::TimePoint now);
  /// The peer will not send the block. Returns whether it was requested.
  bool gone(const BlockRequest& request);
  /// The peer will send none of its requests, which are returned.
  [[nodiscard]] std::vector<BlockRequest> clear();
  /// Gives up overdue requests: the peer is silent, or has answered requests that were sent long after them.
  [[nodiscard]] std::vector<BlockRequest> give_up(base::TimePoint now);
  /// There is room and no block to request: rates from now on do not show the peer's limit.
  void idle() { limited_until_ = delivered_ + bytes_; }
  /// The most requests that the peer takes (`reqq`, BEP 10).
  void take_at_most(int requests) { most_ = requests; }
  /// Sends requests many at a time, so that the peer needs few requests to its own source: there is room when
  /// half of the window has come. Such a peer is trusted with kFirstBatch before any measurement.
  void take_batches() { batches_ = true; }
  [[nodiscard]] bool takes_batches() const { return batches_; }

  [[nodiscard]] bool has_room(base::TimePoint now);
  [[nodiscard]] bool holds(const BlockRequest& request) const { return find(request) != wire_.end(); }
  [[nodiscard]] std::vector<BlockRequest> requests() const;
  [[nodiscard]] std::int64_t bytes() const { return bytes_; }
  /// Whether requests were given up and no block has come since.
  [[nodiscard]] bool stalled() const { return stalled_; }
  /// Bytes per second; nothing before the first block.
  [[nodiscard]] std::optional<double> rate() const;
  /// The time until a block requested now would be received; nothing before the first block.
  [[nodiscard]] std::optional<base::Duration> delay(base::TimePoint now) const;
  /// The same for a requested block; 0 while a new peer is within its trusted time.
  [[nodiscard]] base::Duration remaining(const BlockRequest& request, base::TimePoint now) const;

 private:
  struct Sent {
    BlockRequest request;
    base::TimePoint at;
    std::int64_t ahead = 0;          ///< bytes on the wire when it was sent
    std::int64_t delivered = 0;      ///< bytes in all, at that time
    base::TimePoint delivered_at;    ///< the last delivery before it was sent
    base::TimePoint delivered_sent;  ///< time at which that delivery was requested
    bool limited = false;
    bool measures_delay = false;
  };
  struct Bucket {
    double most = 0;
    bool bound = false;  ///< a sample was taken with enough requests
  };
  using Wire = std::deque<Sent>;

  [[nodiscard]] Wire::const_iterator find(const BlockRequest& request) const;
  void learn(const Sent& sent, base::TimePoint now);
  void learn_delay(const Sent& sent, base::TimePoint now);
  void learn_rate(double rate, const Sent& sent, base::TimePoint now);
  [[nodiscard]] double window() const;
  /// The time for which expected blocks have not come.
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
