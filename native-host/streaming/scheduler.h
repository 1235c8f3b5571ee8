#pragma once
// streaming: decides which pieces are wanted, when and how fast, from what viewers need. Pure: no thread, no
// network, no clock of its own; it asks and tells the world through Swarm. One Scheduler per torrent, on the
// loop thread, owned by the daemon's torrent.

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

/// The viewers of one torrent and what they want of it. Begins with nothing wanted. Files are named by their
/// place in the torrent, positions are bytes in the torrent; values outside are moved inside.
class Scheduler {
 public:
  /// How often tick() is to be called while active().
  static constexpr std::chrono::milliseconds kTick{250};

  Scheduler(Layout layout, Swarm& swarm, const base::Clock& clock);

  /// A connection of `viewer` (empty: unknown) to `file` that wants the byte at `position` next.
  [[nodiscard]] CursorId open(const ViewerId& viewer, base::ByteRange file, std::int64_t position);
  /// The next byte wanted is now `position`; a jump is a seek. Cursors that are not open are ignored, here
  /// and below.
  void move(CursorId cursor, std::int64_t position);
  void close(CursorId cursor);
  /// The connection has nothing to send until a piece arrives.
  void wait_began(CursorId cursor);
  void wait_ended(CursorId cursor);

  /// These pieces can be read from now on; Swarm::has says so already.
  void pieces_arrived(std::span<const base::PieceIndex> pieces);
  /// Pieces may be gone that were here.
  void checked();

  /// These files are fetched whole, watched or not.
  void select(std::vector<base::ByteRange> files);
  /// Nothing but the windows of what is watched, and what is selected.
  void set_only_watched(bool only);
  /// The file that is watched after this one; its head is fetched when nothing else is urgent.
  void set_next(std::optional<base::ByteRange> file);
  /// The film's length, from the player or the container; what cannot be is ignored.
  void set_duration(base::ByteRange file, double seconds);
  /// Where the file's index lies, as ranges within the file (ContainerSniffer::wanted); replaces earlier
  /// ones.
  void set_index(base::ByteRange file, const std::vector<base::ByteRange>& in_file);
  /// What lies before the film within the file and is jumped over (Findings::attachments): windows go on
  /// behind it, unless somebody stands in it.
  void set_attachments(base::ByteRange file, const std::vector<base::ByteRange>& in_file);
  /// The torrent's download rate now, in bytes per second of payload. Takes effect with the next event.
  void set_rate(std::int64_t bytes_per_second);
  /// Lets viewers go, hurries late pieces, paces; see kTick.
  void tick();

  /// Whether tick() has anything to do.
  [[nodiscard]] bool active() const { return !audience_.empty(); }
  /// Viewers with an open connection.
  [[nodiscard]] std::size_t open_viewers() const { return audience_.open_viewers(); }
  /// The files that viewers watch, each once.
  [[nodiscard]] std::vector<base::ByteRange> watched_files() const;
  [[nodiscard]] SchedulerStats stats() const;

 private:
  /// A viewer that counts now, with its sizes.
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
  /// Everything follows from what is known now: limit, priorities, late pieces.
  void update();
  void tell(Plan next);
  /// Tells what the swarm does not know yet. How much a piece is wanted that is here matters to nobody.
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
  std::vector<Priority> told_;  ///< of each piece, what the swarm was told last
  bool withheld_ = false;       ///< something was not told because the piece is here
};

}  // namespace magnetar::streaming
