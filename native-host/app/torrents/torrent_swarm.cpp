#include "app/torrents/torrent_swarm.h"

#include <utility>
#include <vector>

namespace magnetar::app {

TorrentSwarm::TorrentSwarm(engine::Engine& engine, base::TorrentId id,
                           std::shared_ptr<engine::TorrentData> data)
    : engine_(engine), id_(std::move(id)), data_(std::move(data)) {}

void TorrentSwarm::request(std::span<const streaming::PieceRequest> changes) {
  std::vector<engine::PiecePriority> priorities;
  priorities.reserve(changes.size());
  for (const auto& change : changes) priorities.push_back({change.piece, change.priority});
  engine_.set_priorities(id_, priorities);
}

bool TorrentSwarm::has(base::PieceIndex piece) const {
  return data_ && data_->readable(piece);
}

std::optional<base::PieceIndex> TorrentSwarm::first_missing(streaming::PieceRange pieces) const {
  if (!data_) return pieces.empty() ? std::nullopt : std::optional(pieces.begin);
  return data_->first_unreadable(pieces.begin, pieces.end);
}

void TorrentSwarm::limit_download(std::int64_t bytes_per_second) {
  engine_.limit_download(id_, bytes_per_second);
}

void TorrentSwarm::hurry(base::PieceIndex piece) {
  engine_.hurry(id_, piece);
}

// The engine keeps the last request.
void TorrentSwarm::relax(base::PieceIndex piece) {
  engine_.relax(id_, piece);
}

}  // namespace magnetar::app
