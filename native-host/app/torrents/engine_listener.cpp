#include "app/torrents/engine_listener.h"

#include <utility>

#include "app/torrents/catalog_answers.h"
#include "base/log.h"

namespace magnetar::app {

using base::TorrentId;

void EngineListener::announce() {
  parts_->events.on_changed(parts_->torrents.views());
}

void EngineListener::on_metadata(const TorrentId& id, std::string torrent_file) {
  const auto torrent = parts_->torrents.find(id);
  if (!torrent) return;
  const bool first = torrent->metadata() == nullptr;
  torrent->record.torrent_file = std::move(torrent_file);
  parts_->intake.take_metadata(torrent);
  log_failure(parts_->library.put(torrent->record));
  if (!first) return;
  torrent->warm_up();
  // A player waits for metadata to open its film; other changes are sent with the next status.
  announce();
}

void EngineListener::on_checked(const TorrentId& id) {
  if (const auto torrent = parts_->torrents.find(id)) torrent->checked();
  parts_->intake.restores().came_through(id);
}

void EngineListener::on_status(const std::vector<engine::TorrentStatus>& changed,
                               const engine::SessionStatus& session) {
  session_status_ = session;
  for (const auto& status : changed) {
    if (const auto torrent = parts_->torrents.find(status.id)) torrent->take_status(status);
  }
  for (const auto& [id, torrent] : parts_->torrents) parts_->placer.place(torrent);
  announce();
}

// TorrentData wakes its readers itself; the scheduler plans the next windows.
void EngineListener::on_pieces(const TorrentId& id, std::span<const base::PieceIndex> pieces) {
  if (const auto torrent = parts_->torrents.find(id)) torrent->pieces_arrived(pieces);
}

void EngineListener::on_files_changed(const TorrentId& id, const std::vector<base::FileIndex>& files) {
  const auto torrent = parts_->torrents.find(id);
  if (!torrent) return;
  base::log(base::LogLevel::warning, "torrents",
            torrent->record.name + ": files were changed by somebody else: " + std::to_string(files.size()));
  torrent->files_changed();
  // Clients may have seen the torrent as complete, so they are notified now.
  announce();
}

void EngineListener::on_failure(const TorrentId& id, const base::Error& error) {
  const auto torrent = parts_->torrents.find(id);
  if (!torrent) return;
  base::log(base::LogLevel::warning, "engine", torrent->record.name + ": " + error.message);
  torrent->failure = error;
  parts_->intake.restores().came_through(id);
  if (error.code == base::ErrorCode::disk_full) parts_->space.make_room();
}

void EngineListener::on_tracker_refused(const TorrentId& id, const std::string& message) {
  if (const auto torrent = parts_->torrents.find(id))
    torrent->tracker_refusal = base::Error{base::ErrorCode::tracker_refused, message};
}

void EngineListener::on_resume_data(const TorrentId& id, std::string resume_data) {
  log_failure(parts_->library.put_resume_data(id, resume_data));
}

void EngineListener::on_removed(const TorrentId& id) {
  parts_->removals.finish(id);
}

void EngineListener::on_session_state(std::string state) {
  log_failure(parts_->library.put_session_state(state));
}

}  // namespace magnetar::app
