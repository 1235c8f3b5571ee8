// What the engine and the fetches tell the catalog; the commands are in torrent_catalog.cpp.

#include <filesystem>
#include <utility>

#include "app/torrents/torrent_catalog.h"
#include "base/log.h"

namespace magnetar::app {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::TorrentId;

void TorrentCatalog::take_fetched(const std::shared_ptr<Torrent>& torrent, const Result<std::string>& bytes) {
  torrent->fetching_torrent_file = false;
  const auto adopted = bytes ? adopt(torrent, bytes.value()) : Result<void>(bytes.error());
  if (adopted) return;
  torrent->failure = adopted.error();
  answer_waiters(torrent->id(), adopted.error());
}

bool TorrentCatalog::take_exact_source(const std::shared_ptr<Torrent>& torrent,
                                       const Result<std::string>& bytes) {
  if (!bytes) return false;
  const auto source = engine::parse_torrent_file(bytes.value());
  if (!source || !source.value().info_hash.same_torrent(torrent->record.info_hash)) {
    base::log(base::LogLevel::warning, "torrents",
              "the exact source of a link is no .torrent file of its hash");
    return false;
  }
  merge(torrent, source.value());
  return true;
}

// The entry of a URL becomes the torrent that was found there, or gives way to it when it is here already.
Result<void> TorrentCatalog::adopt(const std::shared_ptr<Torrent>& torrent, const std::string& found) {
  MAGNETAR_TRY(source, engine::parse_found(found));
  if (const auto existing = find(source.info_hash)) {
    merge(existing, source);
    begin_removal(torrent, {torrent, false, "duplicate", existing->id(), {}});
    return base::success();
  }
  auto& record = torrent->record;
  record.info_hash = source.info_hash;
  record.name = source.name;
  if (engine::is_magnet(found)) {
    record.source = found;
  } else {
    record.torrent_file = found;
  }
  record.folder = (std::filesystem::path(world_.settings().cache_folder) / source.info_hash.best()).string();
  if (auto watched = world_.library().watched(source.info_hash.best()))
    torrent->set_watched(std::move(watched.value()));
  BOOST_OUTCOME_TRYV(keep(*torrent));
  BOOST_OUTCOME_TRYV(start(torrent, source));
  torrent->warm_up();
  return base::success();
}

void TorrentCatalog::answer_waiters(const TorrentId& id, const Result<std::shared_ptr<Torrent>>& answer) {
  const auto [begin, end] = metadata_waiters_.equal_range(id);
  std::vector<MetadataWaiter> waiters;
  for (auto at = begin; at != end; ++at) waiters.push_back(std::move(at->second));
  metadata_waiters_.erase(begin, end);
  for (const auto& waiter : waiters) waiter(answer);
}

void TorrentCatalog::take_metadata(const std::shared_ptr<Torrent>& torrent) {
  if (torrent->metadata()) return;
  torrent->take_metadata(world_.engine().metadata(torrent->id()));
  torrent->scheduler()->set_only_watched(world_.settings().only_watched);
  judge_room(*torrent);
  if (!torrent->metadata()->name.empty()) torrent->record.name = torrent->metadata()->name;
  answer_waiters(torrent->id(), torrent);
}

void TorrentCatalog::on_metadata(const TorrentId& id, std::string torrent_file) {
  const auto torrent = find(id);
  if (!torrent) return;
  const bool first = torrent->metadata() == nullptr;
  torrent->record.torrent_file = std::move(torrent_file);
  take_metadata(torrent);
  keep_or_log(*torrent);
  if (!first) return;
  torrent->warm_up();
  // A page waits for it to open its film; what else changes is told with the next status.
  world_.events().on_changed(list());
}

void TorrentCatalog::on_checked(const TorrentId& id) {
  if (const auto torrent = find(id)) torrent->checked();
  if (restoring_.contains(id)) restored(id);
}

void TorrentCatalog::on_status(const std::vector<engine::TorrentStatus>& changed,
                               const engine::SessionStatus& session) {
  session_status_ = session;
  for (const auto& status : changed) {
    if (const auto torrent = find(status.id)) torrent->take_status(status);
  }
  for (const auto& [id, torrent] : torrents_) place_kept(torrent);
  world_.events().on_changed(list());
}

// Readers are woken by TorrentData itself; this is for what is wanted next.
void TorrentCatalog::on_pieces(const TorrentId& id, std::span<const base::PieceIndex> pieces) {
  if (const auto torrent = find(id)) torrent->pieces_arrived(pieces);
}

void TorrentCatalog::on_files_changed(const TorrentId& id, const std::vector<base::FileIndex>& files) {
  const auto torrent = find(id);
  if (!torrent) return;
  base::log(base::LogLevel::warning, "torrents",
            torrent->record.name + ": files were changed by somebody else: " + std::to_string(files.size()));
  torrent->files_changed();
  // Whoever was told that it is complete hears of it now.
  world_.events().on_changed(list());
}

void TorrentCatalog::on_failure(const TorrentId& id, const Error& error) {
  const auto torrent = find(id);
  if (!torrent) return;
  base::log(base::LogLevel::warning, "engine", torrent->record.name + ": " + error.message);
  torrent->failure = error;
  if (restoring_.contains(id)) restored(id);
  if (error.code == ErrorCode::disk_full) make_room();
}

void TorrentCatalog::on_tracker_refused(const TorrentId& id, const std::string& message) {
  if (const auto torrent = find(id)) torrent->tracker_refusal = Error{ErrorCode::tracker_refused, message};
}

void TorrentCatalog::on_resume_data(const TorrentId& id, std::string resume_data) {
  if (const auto kept = world_.library().put_resume_data(id, resume_data); !kept) {
    base::log(base::LogLevel::error, "library", kept.error().message);
  }
}

void TorrentCatalog::on_removed(const TorrentId& id) {
  finish_removal(id);
}

void TorrentCatalog::finish_removal(const TorrentId& id) {
  const auto found = removals_.find(id);
  if (found == removals_.end()) return;
  const Removal removal = std::move(found->second);
  removals_.erase(found);
  const auto& folder = removal.torrent->record.folder;
  const std::string& hash = removal.torrent->record.info_hash.best();
  std::error_code ignored;  // an empty folder left behind harms nobody
  if (removal.delete_data && !folder.empty()) std::filesystem::remove_all(folder, ignored);
  const auto result = world_.library().remove(id);
  // What had to make room may be watched again; what a person deletes is forgotten.
  const bool forget = removal.delete_data && removal.reason == "user" && !hash.empty();
  if (forget && !world_.library().forget(hash)) base::log(base::LogLevel::error, "library", "cannot forget");
  world_.events().on_removed(id, removal.reason, removal.replaced_by);
  for (const auto& done : removal.done) done(result);
}

void TorrentCatalog::on_session_state(std::string state) {
  if (const auto kept = world_.library().put_session_state(state); !kept) {
    base::log(base::LogLevel::error, "library", kept.error().message);
  }
}

}  // namespace magnetar::app
