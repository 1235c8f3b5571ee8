#pragma once
// The read position of one open connection in a file, whether it plays or only probes, and its waits.

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/clock.h"

namespace magnetar::streaming {

/// The position is the next byte wanted, in the torrent's byte sequence.
class Cursor {
 public:
  /// A cursor counts as playing after this many bytes in a row. Before, it is probing: a read of an index or
  /// a header gets no window.
  static constexpr std::int64_t kProbeBytes = 256 * 1024;
  /// The least distance of a jump ahead that counts as a seek.
  static constexpr std::int64_t kSeekBytes = 4 * 1024 * 1024;
  /// The length from which a wait is a stall; viewers do not see a shorter one.
  static constexpr std::chrono::milliseconds kStall{250};

  Cursor(std::int64_t position, base::TimePoint now)
      : position_(position), run_begin_(position), plays_until_(now) {}

  /// Whether the position cannot be reached by reading on: it lies backwards, or far ahead.
  [[nodiscard]] bool jumps_to(std::int64_t position) const {
    return position < position_ || position > position_ + kSeekBytes;
  }

  /// Takes the next byte wanted. A seek begins a new run. `bitrate`, in bytes per second, turns the bytes
  /// read into the film time that they give the player.
  void move(std::int64_t position, bool seek, std::int64_t bitrate, base::TimePoint now) {
    const std::int64_t read = seek ? 0 : position - position_;
    position_ = position;
    if (seek) {
      run_begin_ = position;
      plays_until_ = now;
      return;
    }
    const std::chrono::duration<double> film{static_cast<double>(read) / static_cast<double>(bitrate)};
    plays_until_ = std::max(plays_until_, now) + std::chrono::duration_cast<base::Duration>(film);
  }

  void wait_began(base::TimePoint now) {
    if (!waiting_since_) waiting_since_ = now;
  }
  /// Ends the wait. Returns whether it was a stall.
  bool wait_ended(base::TimePoint now) {
    const bool stall = stalled(now);
    waiting_since_.reset();
    return stall;
  }
  /// Whether the current wait has lasted longer than the film time that was handed out before it. A client
  /// that reads ahead waits often, and its player does not show it.
  [[nodiscard]] bool stalled(base::TimePoint now) const {
    return waiting_since_ && !probing() && now - std::max(*waiting_since_, plays_until_) > kStall;
  }

  [[nodiscard]] std::int64_t position() const { return position_; }
  [[nodiscard]] bool probing() const { return position_ - run_begin_ < kProbeBytes; }
  [[nodiscard]] std::optional<base::TimePoint> waiting_since() const { return waiting_since_; }

 private:
  std::int64_t position_;
  std::int64_t run_begin_;
  base::TimePoint plays_until_;
  std::optional<base::TimePoint> waiting_since_;
};

}  // namespace magnetar::streaming
