#pragma once
// streaming: decides from the viewers' needs which pieces are wanted, when and how fast. Pure: no thread, no
// network, no clock of its own; it reaches the swarm through Swarm. One Scheduler per torrent, on the loop
// thread, owned by the daemon's torrent.

#include <optional>
#include <span>
#include <vector>

#include "base/clock.h"
#include "streaming/audience.h"
#include "streaming/completeness.h"
#include "streaming/file_facts.h"
#include "streaming/layout.h"
#include "streaming/pacer.h"
#include "streaming/plan.h"
#include "streaming/planner.h"
#include "streaming/selection.h"
#include "streaming/stall_watchdog.h"
#include "streaming/stats.h"
#include "streaming/swarm.h"
#include "streaming/swarm_rate.h"
#include "streaming/viewer_id.h"

namespace magnetar::streaming {

/// The viewers of one torrent and their demands on it. Begins with no piece wanted. Files are named by their
/// place in the torrent, positions are bytes in the torrent; values outside are moved inside.
class Scheduler {
 public:
  /// The period in which the owner calls tick() while active().
  static constexpr std::chrono::milliseconds kTick{250};

  Scheduler(Layout layout, Swarm& swarm, const base::Clock& clock);

  /// Opens a connection of `viewer` (empty: unknown) to `file` that wants the byte at `position` next.
  [[nodiscard]] CursorId open(const ViewerId& viewer, base::ByteRange file, std::int64_t position);
  /// Sets the next byte wanted to `position`; a jump is a seek. Cursors that are not open are ignored, also
  /// by the methods below.
  void move(CursorId cursor, std::int64_t position);
  void close(CursorId cursor);
  /// The connection cannot send before a piece arrives.
  void wait_began(CursorId cursor);
  void wait_ended(CursorId cursor);

  /// These pieces are readable from now on; Swarm::has says so already.
  void pieces_arrived(std::span<const base::PieceIndex> pieces);
  /// The pieces were checked anew: available ones may be missing now.
  void checked();

  /// Sets the files that are fetched whole, watched or not.
  void select(std::vector<base::ByteRange> files);
  /// Limits the download to the windows of watched files and to selected files.
  void set_only_watched(bool only);
  /// Sets the file that is watched after this one; its head is fetched when no piece is urgent.
  void set_next(std::optional<base::ByteRange> file);
  /// Sets the film's duration, from the player or the container; impossible values are ignored.
  void set_duration(base::ByteRange file, double seconds);
  /// Sets the ranges of the file's index, within the file (ContainerSniffer::wanted); replaces earlier ones.
  void set_index(base::ByteRange file, const std::vector<base::ByteRange>& in_file);
  /// Sets the ranges before the film that are skipped (Findings::attachments), within the file. Windows go on
  /// behind them, unless a cursor stands in them.
  void set_attachments(base::ByteRange file, const std::vector<base::ByteRange>& in_file);
  /// Sets the torrent's download rate now, in bytes per second of payload. Takes effect with the next event.
  void set_rate(std::int64_t bytes_per_second);
  /// Removes viewers whose linger has passed, hurries late pieces and paces the download; see kTick.
  void tick();

  /// Whether there is a viewer, so that tick() is needed.
  [[nodiscard]] bool active() const { return !audience_.empty(); }
  /// Viewers with an open connection.
  [[nodiscard]] std::size_t open_viewers() const { return audience_.open_viewers(); }
  /// The files that viewers watch, each once.
  [[nodiscard]] std::vector<base::ByteRange> watched_files() const;
  [[nodiscard]] SchedulerStats stats() const;

 private:
  /// A viewer that takes part in the plan now, with the sizes of its window.
  struct Active {
    const Viewer* viewer;
    WindowSizes sizes;
    std::int64_t bitrate;
  };

  [[nodiscard]] std::int64_t bitrate_of(const Viewer& viewer) const;
  [[nodiscard]] WindowSizes sizes_of(std::int64_t bitrate) const;
  [[nodiscard]] std::vector<Active> active_viewers() const;
  [[nodiscard]] Demands demands(const std::vector<Active>& viewers);
  [[nodiscard]] CursorDemand demand(const Active& active, const Cursor& cursor) const;
  [[nodiscard]] bool index_is_urgent(const Cursor& main, base::ByteRange file) const;
  [[nodiscard]] bool misses_urgent(const CursorDemand& cursor) const;
  [[nodiscard]] double fullness(const CursorDemand& cursor) const;
  [[nodiscard]] Supply supply(const std::vector<Active>& viewers, const Demands& wanted);
  [[nodiscard]] bool complete(base::ByteRange file) { return completeness_.complete(file, layout_, swarm_); }
  [[nodiscard]] bool wants_missing(const Plan& plan);
  [[nodiscard]] ViewerStats stats_of(const Viewer& viewer, const std::vector<Active>& viewers) const;

  [[nodiscard]] bool is_seek(const Cursor& cursor, std::int64_t position) const;
  /// Applies the present state: priorities, download limit, late pieces.
  void update();
  void tell(Plan next);
  /// Sends the swarm the changes that it does not have yet. Changes of available pieces are withheld, because
  /// their priority has no effect.
  void tell(std::vector<PieceRequest> changes);
  void watch(const std::vector<Active>& viewers);

  Layout layout_;
  Swarm& swarm_;
  const base::Clock& clock_;
  Audience audience_;
  Completeness completeness_;
  Selection selection_;
  FileFacts facts_;
  SwarmRate rate_;
  Pacer pacer_;
  StallWatchdog watchdog_;
  std::optional<base::ByteRange> next_;
  bool only_watched_ = false;
  Plan current_;
  std::vector<Priority> told_;  ///< of each piece, the priority that the swarm has
  bool withheld_ = false;       ///< at least one change was withheld because its piece was available
};

}  // namespace magnetar::streaming
