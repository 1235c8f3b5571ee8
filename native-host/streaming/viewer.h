#pragma once
// One person in front of one file, with all connections that the player holds open for it.

#include <cstdint>
#include <map>
#include <optional>

#include "base/byte_range.h"
#include "base/clock.h"
#include "streaming/consumption.h"
#include "streaming/cursor.h"
#include "streaming/viewer_id.h"

namespace magnetar::streaming {

/// A browser opens two to four ranges for one video. The window belongs to the main cursor: the one that was
/// last to read 256 KiB in a row, or the newest while none has.
class Viewer {
 public:
  Viewer(ViewerId id, base::ByteRange file, base::TimePoint now)
      : id_(std::move(id)), file_(file), consumption_(now) {}

  void open(CursorId cursor, std::int64_t position, base::TimePoint now);
  void move(CursorId cursor, std::int64_t position, bool seek, std::int64_t bitrate, base::TimePoint now);
  /// Closes a cursor. The last one to close leaves its position behind: a seek closes a connection before it
  /// opens the next.
  void close(CursorId cursor, base::TimePoint now);
  void wait_began(CursorId cursor, base::TimePoint now);
  void wait_ended(CursorId cursor, base::TimePoint now);
  /// Advances the measurement of consumption.
  void advance(base::TimePoint now) { consumption_.advance(now, waiting()); }

  [[nodiscard]] const ViewerId& id() const { return id_; }
  [[nodiscard]] base::ByteRange file() const { return file_; }
  /// The open cursors.
  [[nodiscard]] const std::map<CursorId, Cursor>& cursors() const { return cursors_; }
  [[nodiscard]] bool has(CursorId cursor) const { return cursors_.contains(cursor); }
  /// The cursor that the window belongs to; while lingering, the position that was left. A viewer has a
  /// cursor from its beginning.
  [[nodiscard]] const Cursor& main() const;
  [[nodiscard]] bool is_main(const Cursor& cursor) const { return &cursor == &main(); }
  /// The time since which no connection is open.
  [[nodiscard]] std::optional<base::TimePoint> closed_at() const { return closed_at_; }
  [[nodiscard]] bool lingering() const { return closed_at_.has_value(); }
  [[nodiscard]] bool waiting() const { return waiting_since_.has_value(); }
  [[nodiscard]] base::Duration waited(base::TimePoint now) const;
  [[nodiscard]] int stalls(base::TimePoint now) const;
  [[nodiscard]] const Consumption& consumption() const { return consumption_; }

 private:
  void count_waits(base::TimePoint now);

  ViewerId id_;
  base::ByteRange file_;
  std::map<CursorId, Cursor> cursors_;
  std::optional<CursorId> player_;  ///< the cursor that was last to read 256 KiB in a row
  std::optional<Cursor> left_;
  std::optional<base::TimePoint> closed_at_;
  std::optional<base::TimePoint> waiting_since_;
  base::Duration waited_{0};
  int stalls_ = 0;
  Consumption consumption_;
};

}  // namespace magnetar::streaming
