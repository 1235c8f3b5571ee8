#include "streaming/audience.h"

#include <algorithm>
#include <cstdlib>

namespace magnetar::streaming {
namespace {

std::int64_t distance(const Viewer& viewer, std::int64_t position) {
  return std::abs(viewer.main().position() - position);
}

}  // namespace

CursorId Audience::open(const ViewerId& id, base::ByteRange file, std::int64_t position, std::int64_t reach,
                        base::TimePoint now) {
  Viewer* viewer = match(id, file, position, reach);
  if (viewer == nullptr) viewer = &viewers_.emplace_back(id, file, now);
  const CursorId cursor = next_;
  ++next_;
  viewer->open(cursor, position, now);
  return cursor;
}

Viewer* Audience::match(const ViewerId& id, base::ByteRange file, std::int64_t position, std::int64_t reach) {
  Viewer* nearest = nullptr;
  Viewer* left_last = nullptr;
  for (auto& viewer : viewers_) {
    if (viewer.id() != id || viewer.file() != file) continue;
    if (id.known()) return &viewer;
    const auto away = distance(viewer, position);
    if (away <= reach && (nearest == nullptr || away < distance(*nearest, position))) nearest = &viewer;
    if (!viewer.lingering()) continue;
    if (left_last == nullptr || *viewer.closed_at() > *left_last->closed_at()) left_last = &viewer;
  }
  return nearest != nullptr ? nearest : left_last;
}

void Audience::close(CursorId cursor, base::TimePoint now) {
  if (Viewer* viewer = of(cursor)) viewer->close(cursor, now);
}

void Audience::expire(base::TimePoint now) {
  viewers_.remove_if(
      [&](const Viewer& viewer) { return viewer.lingering() && now - *viewer.closed_at() >= kLinger; });
}

Viewer* Audience::of(CursorId cursor) {
  const auto found = std::find_if(viewers_.begin(), viewers_.end(),
                                  [&](const Viewer& viewer) { return viewer.has(cursor); });
  return found == viewers_.end() ? nullptr : &*found;
}

std::size_t Audience::open_viewers() const {
  return static_cast<std::size_t>(std::count_if(viewers_.begin(), viewers_.end(),
                                                [](const Viewer& viewer) { return !viewer.lingering(); }));
}

}  // namespace magnetar::streaming
