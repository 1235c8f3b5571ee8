#pragma once
// One stream of reads through a file: where it is and whether it is playing or only looking.

#include <cstdint>
#include <optional>

#include "base/byte_range.h"
#include "base/clock.h"
#include "base/strong_id.h"

namespace magnetar::streaming {

using ReaderId = base::StrongInt<struct ReaderTag, std::int64_t>;

/// A reader's position is the next byte it wants, in the torrent's byte sequence.
class Reader {
 public:
  /// After this many bytes in a row a reader counts as playing; a look at an index or a header costs no
  /// window.
  static constexpr std::int64_t kProbeBytes = 256 * 1024;

  Reader(base::ByteRange file, std::int64_t position)
      : file_(file), position_(position), run_begin_(position) {}

  /// The next byte wanted is now `position`. A move backwards or far ahead is a seek and begins a new run.
  void move(std::int64_t position) {
    if (position < position_ || position > position_ + kProbeBytes * 4) run_begin_ = position;
    position_ = position;
  }

  [[nodiscard]] base::ByteRange file() const { return file_; }
  [[nodiscard]] std::int64_t position() const { return position_; }
  [[nodiscard]] bool probing() const { return position_ - run_begin_ < kProbeBytes; }

  /// When the last connection closed; a seek closes one before it opens the next.
  std::optional<base::TimePoint> closed_at;

 private:
  base::ByteRange file_;
  std::int64_t position_;
  std::int64_t run_begin_;
};

}  // namespace magnetar::streaming
