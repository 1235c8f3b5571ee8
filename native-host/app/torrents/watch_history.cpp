#include "app/torrents/watch_history.h"

#include <algorithm>

#include "app/torrents/file_choice.h"

namespace magnetar::app {
namespace {

/// Viewers often stop at the credits.
constexpr double kNearlyOver = 0.95;

bool is_over(const library::Position* position) {
  return position != nullptr && position->duration > 0 &&
         position->seconds > position->duration * kNearlyOver;
}

}  // namespace

void WatchHistory::note(base::FileIndex file, const library::Position& position) {
  std::erase_if(files_, [&](const auto& entry) { return entry.file == file; });
  files_.insert(files_.begin(), {file, position});
}

const library::Position* WatchHistory::position(base::FileIndex file) const {
  const auto found = std::ranges::find(files_, file, &library::WatchedFile::file);
  return found == files_.end() ? nullptr : &found->position;
}

std::optional<base::FileIndex> WatchHistory::start_file(const std::vector<engine::TorrentFile>& files,
                                                        const std::vector<base::FileIndex>& chosen) const {
  if (files_.empty()) return std::nullopt;
  const auto last = std::ranges::find(files, files_.front().file, &engine::TorrentFile::index);
  if (last == files.end()) return std::nullopt;
  if (!chosen.empty() && std::ranges::find(chosen, last->index) == chosen.end()) return std::nullopt;
  for (const auto* next = &*last; next != nullptr; next = next_file(files, *next)) {
    if (!is_over(position(next->index))) return next->index;
  }
  return last->index;
}

}  // namespace magnetar::app
