#pragma once
// Turns the demands of all viewers into one priority for each piece. Pure: the same input gives the same
// plan.

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/byte_range.h"
#include "streaming/layout.h"
#include "streaming/plan.h"
#include "streaming/swarm.h"
#include "streaming/window.h"

namespace magnetar::streaming {

/// The demand of one connection. Places in the torrent, sizes in bytes.
struct CursorDemand {
  base::ByteRange file;
  std::int64_t position = 0;
  WindowSizes sizes;                             ///< a window of 0: the urgent set only
  bool only_first = false;                       ///< not the main cursor: only the piece that it waits for
  std::optional<base::PieceIndex> missing = {};  ///< the first piece in its reach that is not available
  std::vector<base::ByteRange> skipped = {};     ///< in order; a cursor before a range jumps over it
};

/// An index that a player will read. `now`: the index comes before the film goes on; otherwise beside it.
struct IndexDemand {
  std::vector<base::ByteRange> ranges;
  bool now = false;
};

/// All demands on a torrent.
struct Demands {
  std::shared_ptr<const PieceRuns> whole;  ///< files that are fetched whole; may be null
  std::vector<base::ByteRange> watched;
  std::vector<CursorDemand> cursors;
  std::vector<IndexDemand> indexes;
  std::optional<base::ByteRange> next_head;
  std::int64_t rate = 0;  ///< the swarm's possible rate, in bytes per second
};

/// The pieces of a cursor's urgent set and window, up to the end of the file.
[[nodiscard]] PieceRange reach(const Layout& layout, const CursorDemand& cursor);

/// The number of bytes that are read between the cursor and the piece; 0 when the cursor stands in it.
[[nodiscard]] std::int64_t ahead_of(const Layout& layout, const CursorDemand& cursor, base::PieceIndex piece);

/// The first of these pieces that is not available and holds bytes that the cursor reads.
[[nodiscard]] std::optional<base::PieceIndex> first_missing(const Layout& layout, const CursorDemand& cursor,
                                                            PieceRange pieces, const Swarm& swarm);

/// Priorities: 7 is the first missing piece of each cursor alone, so that no other piece shares its
/// bandwidth, and the first piece of an index while players have the piece at their position. 6 is the rest
/// of the urgent set, and of indexes. 5, 4 and 3 are the thirds of the window. 2 is the next file's head. 1
/// is for files that are fetched whole. Available pieces are not raised, except in the next file's head.
[[nodiscard]] Plan make_plan(const Layout& layout, const Demands& demands, const Swarm& swarm);

/// The last missing piece of the first watched file that has one: far from the viewers.
[[nodiscard]] std::optional<base::PieceIndex> far_piece(const Layout& layout, const Demands& demands,
                                                        const Swarm& swarm);

}  // namespace magnetar::streaming
