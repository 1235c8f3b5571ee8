#include "streaming/scheduler.h"

#include <algorithm>
#include <utility>

namespace magnetar::streaming {
namespace {

constexpr std::int64_t kNextHead = 2 * 1024 * 1024;

// A size below zero, or a piece length below one, has no layout.
Layout sane(Layout layout) {
  return {std::max<std::int64_t>(0, layout.size), std::max<std::int64_t>(1, layout.piece_length)};
}

}  // namespace

Scheduler::Scheduler(Layout layout, Swarm& swarm, const base::Clock& clock)
    : layout_(sane(layout)),
      swarm_(swarm),
      clock_(clock),
      selection_(layout_),
      current_(layout_),
      told_(static_cast<std::size_t>(layout_.piece_count()), Priority::off) {}

CursorId Scheduler::open(const ViewerId& id, base::ByteRange named, std::int64_t position) {
  const auto file = layout_.inside(named);
  const auto at = std::clamp(position, file.begin, file.end);
  const auto near = sizes_of(facts_.bitrate(file).value_or(Consumption::kGuess)).window;
  completeness_.forget(file);
  const auto cursor = audience_.open(id, file, at, near, clock_.now());
  update();
  return cursor;
}

void Scheduler::move(CursorId id, std::int64_t position) {
  Viewer* viewer = audience_.of(id);
  if (viewer == nullptr) return;
  const Cursor& cursor = viewer->cursors().at(id);
  const auto at = std::clamp(position, viewer->file().begin, viewer->file().end);
  const auto piece = layout_.piece_at(cursor.position());
  const bool probing = cursor.probing();
  const bool sought = is_seek(cursor, at);
  viewer->move(id, at, sought, bitrate_of(*viewer), clock_.now());
  const bool elsewhere = piece != layout_.piece_at(at) || probing != cursor.probing();
  // Moves within one piece, and in a complete file, can wait for the tick.
  if (sought || (elsewhere && !complete(viewer->file()))) update();
}

// A cursor reads available bytes in steps of any length, so a jump over them is no seek.
bool Scheduler::is_seek(const Cursor& cursor, std::int64_t position) const {
  if (!cursor.jumps_to(position)) return false;
  const auto between = layout_.pieces_of({cursor.position(), position});
  return between.empty() || swarm_.first_missing(between).has_value();
}

void Scheduler::close(CursorId cursor) {
  if (audience_.of(cursor) == nullptr) return;
  audience_.close(cursor, clock_.now());
  update();
}

void Scheduler::wait_began(CursorId cursor) {
  Viewer* viewer = audience_.of(cursor);
  if (viewer == nullptr) return;
  viewer->wait_began(cursor, clock_.now());
  update();
}

void Scheduler::wait_ended(CursorId cursor) {
  Viewer* viewer = audience_.of(cursor);
  if (viewer == nullptr) return;
  viewer->wait_ended(cursor, clock_.now());
  update();
}

void Scheduler::pieces_arrived(std::span<const base::PieceIndex> pieces) {
  // Pieces without a raised priority can wait for the tick.
  const bool awaited = std::ranges::any_of(pieces, [&](base::PieceIndex piece) {
    const auto raised = current_.raised().find(piece);
    return (raised != current_.raised().end() && raised->second > Priority::some_day) ||
           watchdog_.hurried().contains(piece);
  });
  if (awaited) update();
}

void Scheduler::checked() {
  completeness_.forget_all();
  selection_.forget();
  update();
  if (!std::exchange(withheld_, false)) return;
  std::vector<PieceRequest> all;
  for (base::PieceIndex piece; piece.value < current_.piece_count(); ++piece)
    all.push_back({piece, current_.at(piece)});
  tell(std::move(all));
}

void Scheduler::select(std::vector<base::ByteRange> files) {
  for (auto& file : files) file = layout_.inside(file);
  selection_.set(std::move(files));
  update();
}

void Scheduler::set_only_watched(bool only) {
  only_watched_ = only;
  update();
}

void Scheduler::set_next(std::optional<base::ByteRange> file) {
  next_ = file ? std::optional(layout_.inside(*file)) : std::nullopt;
  update();
}

void Scheduler::set_duration(base::ByteRange file, double seconds) {
  facts_.set_duration(layout_.inside(file), seconds);
  update();
}

void Scheduler::set_index(base::ByteRange file, const std::vector<base::ByteRange>& in_file) {
  facts_.set_index(layout_.inside(file), in_file);
  update();
}

void Scheduler::set_attachments(base::ByteRange file, const std::vector<base::ByteRange>& in_file) {
  facts_.set_attachments(layout_.inside(file), in_file);
  update();
}

void Scheduler::set_rate(std::int64_t bytes_per_second) {
  const bool idle = audience_.empty() && selection_.complete(swarm_);
  rate_.take(bytes_per_second, idle || pacer_.full() || pacer_.limit() != 0, clock_.now());
}

void Scheduler::tick() {
  const auto now = clock_.now();
  for (auto& viewer : audience_.viewers()) viewer.advance(now);
  audience_.expire(now);
  update();
}

std::vector<base::ByteRange> Scheduler::watched_files() const {
  std::vector<base::ByteRange> files;
  for (const auto& viewer : audience_.viewers()) {
    if (std::find(files.begin(), files.end(), viewer.file()) == files.end()) files.push_back(viewer.file());
  }
  return files;
}

std::int64_t Scheduler::bitrate_of(const Viewer& viewer) const {
  return facts_.bitrate(viewer.file()).value_or(viewer.consumption().bitrate());
}

WindowSizes Scheduler::sizes_of(std::int64_t bitrate) const {
  return window_sizes({bitrate, rate_.possible(), layout_.piece_length});
}

// Lingering viewers do not compete with viewers that have an open connection.
std::vector<Scheduler::Active> Scheduler::active_viewers() const {
  std::vector<Active> viewers;
  std::int64_t windows = 0;
  std::int64_t bitrates = 0;
  const bool someone_reads = audience_.open_viewers() > 0;
  for (const auto& viewer : audience_.viewers()) {
    if (viewer.lingering() && someone_reads) continue;
    const auto bitrate = bitrate_of(viewer);
    viewers.push_back({&viewer, sizes_of(bitrate), bitrate});
    if (viewer.main().probing()) continue;
    windows += viewers.back().sizes.window;
    bitrates += bitrate;
  }
  for (auto& [viewer, sizes, bitrate] : viewers) {
    const bool probing = viewer->main().probing();
    sizes.window = probing ? 0 : window_share(sizes.window, bitrate, windows, bitrates);
  }
  return viewers;
}

CursorDemand Scheduler::demand(const Active& active, const Cursor& cursor) const {
  const bool main = active.viewer->is_main(cursor);
  const WindowSizes sizes{active.sizes.urgent, main ? active.sizes.window : 0};
  const auto file = active.viewer->file();
  CursorDemand demand{file, cursor.position(), sizes, !main, {}, facts_.attachments(file)};
  demand.missing = first_missing(layout_, demand, reach(layout_, demand), swarm_);
  return demand;
}

Demands Scheduler::demands(const std::vector<Active>& viewers) {
  Demands demands;
  for (const auto& viewer : audience_.viewers()) demands.watched.push_back(viewer.file());
  demands.whole = selection_.pieces_with(only_watched_ ? std::vector<base::ByteRange>{} : demands.watched);
  demands.rate = rate_.possible();
  for (const auto& active : viewers) {
    const auto& viewer = *active.viewer;
    if (complete(viewer.file())) continue;
    demands.cursors.push_back(demand(active, viewer.main()));
    for (const auto& [id, cursor] : viewer.cursors()) {
      if (!viewer.is_main(cursor)) demands.cursors.push_back(demand(active, cursor));
    }
    const auto& index = facts_.index(viewer.file());
    if (!index.empty()) demands.indexes.push_back({index, index_is_urgent(viewer.main(), viewer.file())});
  }
  return demands;
}

bool Scheduler::index_is_urgent(const Cursor& main, base::ByteRange file) const {
  return main.position() >= file.end || swarm_.has(layout_.piece_at(main.position()));
}

bool Scheduler::misses_urgent(const CursorDemand& cursor) const {
  if (!cursor.missing) return false;
  const auto urgent = cursor.only_first ? 1 : cursor.sizes.urgent;
  return ahead_of(layout_, cursor, *cursor.missing) < urgent;
}

double Scheduler::fullness(const CursorDemand& cursor) const {
  if (!cursor.missing) return 1;
  if (cursor.sizes.window <= 0) return misses_urgent(cursor) ? 0 : 1;
  const auto most = std::min(cursor.sizes.window, cursor.file.end - cursor.position);
  const auto buffered = ahead_of(layout_, cursor, *cursor.missing);
  return std::min(1.0, static_cast<double>(buffered) / static_cast<double>(most));
}

Supply Scheduler::supply(const std::vector<Active>& viewers, const Demands& wanted) {
  Supply supply;
  supply.watched = !viewers.empty();
  supply.fullness = 1;
  for (const auto& cursor : wanted.cursors) supply.fullness = std::min(supply.fullness, fullness(cursor));
  for (const auto& active : viewers) supply.bitrates += active.bitrate;
  supply.needed =
      !selection_.complete(swarm_) || std::any_of(audience_.viewers().begin(), audience_.viewers().end(),
                                                  [](const Viewer& viewer) { return viewer.waiting(); });
  return supply;
}

void Scheduler::update() {
  const auto viewers = active_viewers();
  auto wanted = demands(viewers);
  auto state = supply(viewers, wanted);
  pacer_.look(state);
  if (next_ && pacer_.full()) {
    wanted.next_head = base::ByteRange{next_->begin, std::min(next_->end, next_->begin + kNextHead)};
  }
  Plan next = make_plan(layout_, wanted, swarm_);
  // A torrent that wants no piece is finished: its peers are told so and may disconnect.
  if (only_watched_ && !wanted.watched.empty() && !wants_missing(next)) {
    const auto far = far_piece(layout_, wanted, swarm_);
    if (far) next.raise(*far, Priority::some_day);
    state.nothing_but_far = far.has_value();
  }
  // A raised limit lets the swarm request more at once, so the new priorities are sent first.
  tell(std::move(next));
  if (pacer_.choose(state)) swarm_.limit_download(pacer_.limit());
  watch(viewers);
}

/// With only_watched_, the files that are fetched whole are the selected ones.
bool Scheduler::wants_missing(const Plan& plan) {
  if (!selection_.complete(swarm_)) return true;
  return std::ranges::any_of(plan.raised(), [&](const auto& entry) { return !swarm_.has(entry.first); });
}

void Scheduler::tell(Plan next) {
  auto changes = current_.changes_to(next);
  current_ = std::move(next);
  tell(std::move(changes));
}

void Scheduler::tell(std::vector<PieceRequest> changes) {
  std::erase_if(changes, [&](const PieceRequest& change) {
    auto& told = told_[static_cast<std::size_t>(change.piece.value)];
    if (told == change.priority) return true;
    if (swarm_.has(change.piece)) return withheld_ = true;
    told = change.priority;
    return false;
  });
  if (!changes.empty()) swarm_.request(changes);
}

void Scheduler::watch(const std::vector<Active>& viewers) {
  std::vector<Wait> waits;
  for (const auto& active : viewers) {
    for (const auto& [id, cursor] : active.viewer->cursors()) {
      if (!cursor.waiting_since()) continue;
      const auto missing = demand(active, cursor).missing;
      if (missing) waits.push_back({id, *missing, *cursor.waiting_since()});
    }
  }
  const auto patience = StallWatchdog::patience(layout_.piece_length, rate_.possible(), waits.size());
  const auto verdict = watchdog_.review(waits, patience, clock_.now());
  for (const auto piece : verdict.relax) swarm_.relax(piece);
  for (const auto piece : verdict.hurry) swarm_.hurry(piece);
}

ViewerStats Scheduler::stats_of(const Viewer& viewer, const std::vector<Active>& viewers) const {
  const auto now = clock_.now();
  const auto bitrate = bitrate_of(viewer);
  const auto active = std::find_if(viewers.begin(), viewers.end(),
                                   [&](const Active& candidate) { return candidate.viewer == &viewer; });
  const auto position = viewer.main().position();
  ViewerStats stats;
  stats.viewer = viewer.id();
  stats.file = viewer.file();
  stats.position = position;
  if (active != viewers.end()) stats.urgent = active->sizes.urgent;
  if (active != viewers.end()) stats.window = active->sizes.window;
  const auto ahead = layout_.pieces_of({position, viewer.file().end});
  const auto missing = swarm_.first_missing(ahead);
  const auto here_until = missing ? layout_.begin_of(*missing) : viewer.file().end;
  stats.buffered = std::max<std::int64_t>(0, here_until - position);
  stats.buffered_seconds = static_cast<double>(stats.buffered) / static_cast<double>(bitrate);
  stats.bitrate = bitrate;
  stats.consumption = viewer.consumption().rate();
  stats.probing = viewer.main().probing();
  stats.lingering = viewer.lingering();
  stats.waiting = viewer.waiting();
  stats.waited = std::chrono::duration_cast<std::chrono::milliseconds>(viewer.waited(now));
  stats.stalls = viewer.stalls(now);
  stats.cursors = static_cast<int>(viewer.cursors().size());
  return stats;
}

SchedulerStats Scheduler::stats() const {
  SchedulerStats stats;
  const auto viewers = active_viewers();
  for (const auto& viewer : audience_.viewers()) stats.viewers.push_back(stats_of(viewer, viewers));
  stats.limit = pacer_.limit();
  stats.rate = rate_.possible();
  stats.hurried.assign(watchdog_.hurried().begin(), watchdog_.hurried().end());
  return stats;
}

}  // namespace magnetar::streaming
