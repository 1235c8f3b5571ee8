#pragma once
// The viewers of one torrent: assigns each new connection to a viewer, and drops viewers that have left.

#include <cstdint>
#include <list>

#include "base/byte_range.h"
#include "base/clock.h"
#include "streaming/viewer.h"
#include "streaming/viewer_id.h"

namespace magnetar::streaming {

/// A viewer without connections lingers, because a seek closes one connection before it opens the next.
class Audience {
 public:
  static constexpr std::chrono::seconds kLinger{8};

  /// Opens a cursor for the viewer with this id and file. A connection without an id joins the nearest viewer
  /// of the file without an id within `reach` bytes, or else the one whose connections closed last. Otherwise
  /// the viewer is new.
  CursorId open(const ViewerId& id, base::ByteRange file, std::int64_t position, std::int64_t reach,
                base::TimePoint now);
  /// Closes an open cursor.
  void close(CursorId cursor, base::TimePoint now);
  /// Removes viewers that have lingered for kLinger.
  void expire(base::TimePoint now);

  /// The viewer with this open cursor, or null.
  [[nodiscard]] Viewer* of(CursorId cursor);
  [[nodiscard]] std::list<Viewer>& viewers() { return viewers_; }
  [[nodiscard]] const std::list<Viewer>& viewers() const { return viewers_; }
  [[nodiscard]] bool empty() const { return viewers_.empty(); }
  /// The number of viewers with an open connection.
  [[nodiscard]] std::size_t open_viewers() const;

 private:
  [[nodiscard]] Viewer* match(const ViewerId& id, base::ByteRange file, std::int64_t position,
                              std::int64_t reach);

  std::list<Viewer> viewers_;
  CursorId next_{1};
};

}  // namespace magnetar::streaming
