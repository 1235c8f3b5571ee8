#pragma once
// Limits a torrent's download rate while its viewers have enough: a paced swarm answers a seek in half the
// time.

#include <cstdint>

namespace magnetar::streaming {

/// The state of viewers and selection that the pacer decides by, at one moment.
struct Supply {
  double fullness = 0;        ///< of the emptiest viewer's window, 0 to 1; 0 when an urgent piece is missing
  std::int64_t bitrates = 0;  ///< of all films watched, in bytes per second
  bool watched = false;       ///< at least one viewer is active
  bool needed = false;        ///< a viewer waits, or selected files are incomplete
  bool nothing_but_far = false;  ///< only the far piece is wanted, which keeps the torrent unfinished
};

/// Has hysteresis: full from kFull on, until below kDrained.
class Pacer {
 public:
  static constexpr double kFull = 0.8;
  static constexpr double kDrained = 0.5;
  static constexpr std::int64_t kLeastLimit = 256 * 1024;
  /// The limit while only the far piece is wanted: enough to stay interested, too little to fetch an
  /// unwatched film.
  static constexpr std::int64_t kTrickle = 16 * 1024;

  /// Updates full() from the viewers' fullness.
  void look(const Supply& supply) {
    if (!supply.watched || supply.fullness < kDrained) full_ = false;
    if (supply.watched && supply.fullness >= kFull) full_ = true;
  }
  /// Chooses the limit. Returns whether it has changed.
  bool choose(const Supply& supply);

  [[nodiscard]] bool full() const { return full_; }
  /// The download limit in bytes per second; 0: none.
  [[nodiscard]] std::int64_t limit() const { return limit_; }

 private:
  [[nodiscard]] std::int64_t wanted_limit(const Supply& supply) const;

  bool full_ = false;
  std::int64_t limit_ = 0;
};

}  // namespace magnetar::streaming
