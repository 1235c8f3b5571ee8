#pragma once
// Turns what everybody needs into one priority a piece. Pure: the same needs and pieces give the same plan.

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

/// What one connection needs. Places in the torrent, sizes in bytes.
struct CursorDemand {
  base::ByteRange file;
  std::int64_t position = 0;
  WindowSizes sizes;                             ///< a window of 0: urgent set only
  bool only_first = false;                       ///< not the main cursor: one piece, the one it waits for
  std::optional<base::PieceIndex> missing = {};  ///< the first in its reach that is not here
  std::vector<base::ByteRange> skipped = {};     ///< in order; jumped over by who stands before it
};

/// An index that a player will want: before the film goes on, or beside it.
struct IndexDemand {
  std::vector<base::ByteRange> ranges;
  bool now = false;
};

/// Everything that is wanted of a torrent.
struct Demands {
  std::shared_ptr<const PieceRuns> whole;  ///< files that are wanted whole; may be null
  std::vector<base::ByteRange> watched;
  std::vector<CursorDemand> cursors;
  std::vector<IndexDemand> indexes;
  std::optional<base::ByteRange> next_head;
  std::int64_t rate = 0;  ///< what the swarm can give, in bytes per second
};

/// Where a cursor's pieces lie: its urgent set and window, up to the end of the file.
[[nodiscard]] PieceRange reach(const Layout& layout, const CursorDemand& cursor);

/// The bytes that are read between a cursor and a piece; 0: it stands in it.
[[nodiscard]] std::int64_t ahead_of(const Layout& layout, const CursorDemand& cursor, base::PieceIndex piece);

/// The first of these pieces that is not here and holds something that the cursor reads.
[[nodiscard]] std::optional<base::PieceIndex> first_missing(const Layout& layout, const CursorDemand& cursor,
                                                            PieceRange pieces, const Swarm& swarm);

/// 7: the first missing piece of each cursor, and nothing else that could share its bandwidth; an index piece
/// only while players have what they stand on. 6: the rest of the urgent set, indexes. 5, 4, 3: the window by
/// thirds. 2: the next file's head. 1: files that are wanted whole. Pieces that are here are not looked at.
[[nodiscard]] Plan make_plan(const Layout& layout, const Demands& demands, const Swarm& swarm);

/// A piece of the watched files that is missing, as far from the viewers as there is.
[[nodiscard]] std::optional<base::PieceIndex> far_piece(const Layout& layout, const Demands& demands,
                                                        const Swarm& swarm);

}  // namespace magnetar::streaming
