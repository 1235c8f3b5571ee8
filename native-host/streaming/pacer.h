#pragma once
// How fast a torrent downloads while its viewers have enough: a paced swarm answers a seek in half the time.

#include <cstdint>

namespace magnetar::streaming {

/// What the pacer looks at, at one moment.
struct Supply {
  double fullness = 0;  ///< of the emptiest viewer's window, 0 to 1; 0 while anybody misses what is urgent
  std::int64_t bitrates = 0;     ///< of all films watched, in bytes per second
  bool watched = false;          ///< anybody is there
  bool needed = false;           ///< somebody waits, or files that were selected are missing
  bool nothing_but_far = false;  ///< only the far piece is wanted that keeps the swarm's interest
};

/// With hysteresis: full from 0.8 on, until below 0.5.
class Pacer {
 public:
  static constexpr double kFull = 0.8;
  static constexpr double kDrained = 0.5;
  static constexpr std::int64_t kLeastLimit = 256 * 1024;
  /// Enough to stay interested, too little to fetch a film that nobody asked for.
  static constexpr std::int64_t kTrickle = 16 * 1024;

  /// Whether every viewer has enough ahead.
  void look(const Supply& supply) {
    if (!supply.watched || supply.fullness < kDrained) full_ = false;
    if (supply.watched && supply.fullness >= kFull) full_ = true;
  }
  /// Chooses the limit; true when it is another than before.
  bool choose(const Supply& supply);

  [[nodiscard]] bool full() const { return full_; }
  /// Bytes per second; 0: none.
  [[nodiscard]] std::int64_t limit() const { return limit_; }

 private:
  [[nodiscard]] std::int64_t wanted_limit(const Supply& supply) const;

  bool full_ = false;
  std::int64_t limit_ = 0;
};

}  // namespace magnetar::streaming
