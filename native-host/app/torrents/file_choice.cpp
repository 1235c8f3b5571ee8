#include "app/torrents/file_choice.h"

#include "api/natural_order.h"
#include "http/media_types.h"

namespace magnetar::app {
namespace {

int rank(const engine::TorrentFile& file) {
  switch (http::media_kind(file.path)) {
    case http::MediaKind::video:
      return 2;
    case http::MediaKind::audio:
      return 1;
    default:
      return 0;
  }
}

bool better(const engine::TorrentFile& left, const engine::TorrentFile& right) {
  if (rank(left) != rank(right)) return rank(left) > rank(right);
  return left.in_torrent.size() > right.in_torrent.size();
}

}  // namespace

std::optional<base::FileIndex> main_file(const std::vector<engine::TorrentFile>& files) {
  const engine::TorrentFile* best = nullptr;
  for (const auto& file : files) {
    if (best == nullptr || better(file, *best)) best = &file;
  }
  if (best == nullptr) return std::nullopt;
  return best->index;
}

const engine::TorrentFile* next_file(const std::vector<engine::TorrentFile>& files,
                                     const engine::TorrentFile& watched) {
  const engine::TorrentFile* next = nullptr;
  for (const auto& file : files) {
    if (rank(file) != rank(watched) || !api::natural_less(watched.path, file.path)) continue;
    if (next == nullptr || api::natural_less(file.path, next->path)) next = &file;
  }
  return next;
}

}  // namespace magnetar::app
