#include "streaming/viewer.h"

#include <algorithm>

namespace magnetar::streaming {

void Viewer::open(CursorId cursor, std::int64_t position, base::TimePoint now) {
  cursors_.emplace(cursor, Cursor(position, now));
  left_.reset();
  closed_at_.reset();
}

void Viewer::move(CursorId id, std::int64_t position, bool seek, std::int64_t bitrate, base::TimePoint now) {
  Cursor& cursor = cursors_.at(id);
  const bool probed = cursor.probing();
  const std::int64_t from = cursor.position();
  cursor.move(position, seek, bitrate, now);
  if (seek && player_ == id) player_.reset();
  if (probed && !cursor.probing()) player_ = id;
  if (!seek && is_main(cursor) && !cursor.probing()) consumption_.read(position - from, now);
}

void Viewer::close(CursorId id, base::TimePoint now) {
  wait_ended(id, now);
  if (cursors_.size() == 1) {
    left_ = main();
    closed_at_ = now;
  }
  cursors_.erase(id);
  if (player_ == id) player_.reset();
}

void Viewer::wait_began(CursorId id, base::TimePoint now) {
  cursors_.at(id).wait_began(now);
  count_waits(now);
}

void Viewer::wait_ended(CursorId id, base::TimePoint now) {
  if (cursors_.at(id).wait_ended(now)) ++stalls_;
  count_waits(now);
}

void Viewer::count_waits(base::TimePoint now) {
  const bool any = std::any_of(cursors_.begin(), cursors_.end(),
                               [](const auto& entry) { return entry.second.waiting_since().has_value(); });
  consumption_.advance(now, any || waiting());
  if (any == waiting()) return;
  if (any) {
    waiting_since_ = now;
  } else {
    waited_ += now - *waiting_since_;
    waiting_since_.reset();
  }
}

// A cursor that has reached the end of the file gives way to another one that still plays.
const Cursor& Viewer::main() const {
  if (cursors_.empty()) return *left_;
  if (player_ && cursors_.at(*player_).position() < file_.end) return cursors_.at(*player_);
  for (auto entry = cursors_.rbegin(); entry != cursors_.rend(); ++entry) {
    if (!entry->second.probing() && entry->second.position() < file_.end) return entry->second;
  }
  return cursors_.rbegin()->second;
}

base::Duration Viewer::waited(base::TimePoint now) const {
  return waiting_since_ ? waited_ + (now - *waiting_since_) : waited_;
}

int Viewer::stalls(base::TimePoint now) const {
  return stalls_ + static_cast<int>(std::count_if(cursors_.begin(), cursors_.end(), [&](const auto& entry) {
           return entry.second.stalled(now);
         }));
}

}  // namespace magnetar::streaming
