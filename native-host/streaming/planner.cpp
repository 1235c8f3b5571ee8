#include "streaming/planner.h"

#include <algorithm>

namespace magnetar::streaming {
namespace {

// libtorrent picks begun pieces first, whatever their priority, once they hold 2048 blocks
// (piece_picker::pick_pieces, prioritize_partials). So no more than that is requested ahead of time, or the
// bytes that a fast swarm brings in two seconds.
constexpr std::int64_t kOpenBytes = 2048 * 16 * 1024;

std::int64_t open_pieces(const Layout& layout, const Demands& demands) {
  const auto windows = std::count_if(demands.cursors.begin(), demands.cursors.end(),
                                     [](const auto& cursor) { return !cursor.only_first; });
  const auto bytes = std::max(kOpenBytes, 2 * demands.rate);
  return std::max<std::int64_t>(2, bytes / layout.piece_length / std::max<std::int64_t>(1, windows));
}

// Urgent pieces beyond one second of the swarm's rate would only share its bandwidth.
std::int64_t urgent_pieces(const Layout& layout, const Demands& demands) {
  const auto in_a_second = (demands.rate + layout.piece_length - 1) / layout.piece_length;
  return std::max<std::int64_t>(2, in_a_second + 1);
}

bool jumps_over(const CursorDemand& cursor, const base::ByteRange& range) {
  return cursor.position < range.begin;
}

/// Whether the range contains the whole piece.
bool holds(const Layout& layout, const base::ByteRange& range, base::PieceIndex piece) {
  const auto begin = layout.begin_of(piece);
  return begin >= range.begin && begin + layout.piece_length <= range.end;
}

PieceRange after(base::PieceIndex piece, const PieceRange& pieces) {
  return {base::PieceIndex{piece.value + 1}, pieces.end};
}

Priority grade(const CursorDemand& cursor, std::int64_t ahead) {
  if (cursor.sizes.window <= 0) return Priority::window_begin;
  const auto third = std::clamp<std::int64_t>(ahead * 3 / cursor.sizes.window, 0, 2);
  return static_cast<Priority>(base::number_of(Priority::window) + 2 - third);
}

void want(const CursorDemand& cursor, const Layout& layout, const Demands& demands, const Swarm& swarm,
          Plan& plan) {
  if (!cursor.missing) return;
  const PieceRange pieces{*cursor.missing, reach(layout, cursor).end};
  const auto most = cursor.only_first ? 1 : open_pieces(layout, demands);
  const auto most_urgent = urgent_pieces(layout, demands);
  std::int64_t missing = 0;
  for (auto piece = first_missing(layout, cursor, pieces, swarm); piece && missing < most;
       piece = first_missing(layout, cursor, after(*piece, pieces), swarm)) {
    const auto ahead = ahead_of(layout, cursor, *piece);
    const bool urgent = ahead < cursor.sizes.urgent && missing < most_urgent;
    plan.raise(*piece, missing == 0 ? Priority::now : urgent ? Priority::urgent : grade(cursor, ahead));
    ++missing;
  }
}

void want(const IndexDemand& index, const Layout& layout, const Swarm& swarm, Plan& plan) {
  bool first = index.now;
  for (const auto& range : index.ranges) {
    const auto pieces = layout.pieces_of(range);
    for (auto piece = swarm.first_missing(pieces); piece;
         piece = swarm.first_missing(after(*piece, pieces))) {
      plan.raise(*piece, first ? Priority::now : Priority::urgent);
      first = false;
    }
  }
}

}  // namespace

PieceRange reach(const Layout& layout, const CursorDemand& cursor) {
  auto left = std::max(cursor.sizes.urgent, cursor.sizes.window);
  auto end = cursor.position;
  for (const auto& range : cursor.skipped) {
    if (!jumps_over(cursor, range) || range.begin - end >= left) continue;
    left -= range.begin - end;
    end = range.end;
  }
  left = std::clamp<std::int64_t>(left, 0, std::max<std::int64_t>(0, cursor.file.end - end));
  return layout.pieces_of({cursor.position, end + left});
}

std::int64_t ahead_of(const Layout& layout, const CursorDemand& cursor, base::PieceIndex piece) {
  const auto place = layout.begin_of(piece);
  auto ahead = place - cursor.position;
  for (const auto& range : cursor.skipped) {
    if (jumps_over(cursor, range)) ahead -= base::ByteRange{range.begin, std::min(range.end, place)}.size();
  }
  return std::max<std::int64_t>(0, ahead);
}

std::optional<base::PieceIndex> first_missing(const Layout& layout, const CursorDemand& cursor,
                                              PieceRange pieces, const Swarm& swarm) {
  auto piece = swarm.first_missing(pieces);
  for (const auto& range : cursor.skipped) {
    if (!piece || !jumps_over(cursor, range) || !holds(layout, range, *piece)) continue;
    pieces.begin = layout.piece_at(range.end);
    piece = pieces.empty() ? std::nullopt : swarm.first_missing(pieces);
  }
  return piece;
}

Plan make_plan(const Layout& layout, const Demands& demands, const Swarm& swarm) {
  Plan plan(layout, demands.whole);
  if (demands.next_head) plan.raise(layout.pieces_of(*demands.next_head), Priority::next_file);
  for (const auto& index : demands.indexes) want(index, layout, swarm, plan);
  for (const auto& cursor : demands.cursors) want(cursor, layout, demands, swarm, plan);
  return plan;
}

std::optional<base::PieceIndex> far_piece(const Layout& layout, const Demands& demands, const Swarm& swarm) {
  for (const auto& file : demands.watched) {
    const auto pieces = layout.pieces_of(file);
    for (auto piece = pieces.end.value; piece > pieces.begin.value; --piece) {
      if (!swarm.has(base::PieceIndex{piece - 1})) return base::PieceIndex{piece - 1};
    }
  }
  return std::nullopt;
}

}  // namespace magnetar::streaming
