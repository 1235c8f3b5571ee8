#include "app/torrents/torrent_catalog.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "app/torrents/catalog_answers.h"

namespace magnetar::app {
namespace {

using base::Result;
using base::TorrentId;

/// `files` are sorted.
std::vector<base::FileIndex> with_or_without(std::vector<base::FileIndex> selected,
                                             const std::vector<base::FileIndex>& files, bool with) {
  std::ranges::sort(selected);
  std::vector<base::FileIndex> result;
  if (with) {
    std::ranges::set_union(selected, files, std::back_inserter(result));
  } else {
    std::ranges::set_difference(selected, files, std::back_inserter(result));
  }
  return result;
}

/// Returns the files of a torrent with metadata, sorted and unique: all when none is named.
std::vector<base::FileIndex> these_or_all(const Torrent& torrent, std::vector<base::FileIndex> files) {
  if (files.empty()) {
    for (const auto& file : torrent.metadata()->files) files.push_back(file.index);
  }
  std::ranges::sort(files);
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

bool has_files(const Torrent& torrent, const std::vector<base::FileIndex>& files) {
  return std::ranges::all_of(files, [&](const auto file) { return torrent.file(file) != nullptr; });
}

}  // namespace

TorrentCatalog::TorrentCatalog(const TorrentIntake::Uses& uses, KeptFilePlacer::Downloads& downloads,
                               EngineListener& listener)
    : engine_(uses.engine),
      library_(uses.library),
      settings_(uses.settings),
      url_fetches_(uses.url_fetches),
      torrents_(uses.loop),
      removals_(torrents_, waiters_, uses.engine, uses.library, uses.url_fetches, uses.events),
      space_(torrents_, removals_, uses.library, uses.settings, uses.background),
      placer_(torrents_, uses.library, downloads, uses.events),
      intake_(uses, torrents_, waiters_, removals_, space_) {
  listener.connect({torrents_, intake_, removals_, space_, placer_, uses.library, uses.events});
}

Result<api::TorrentView> TorrentCatalog::get(const TorrentId& id) {
  MAGNETAR_TRY(torrent, torrents_.get(id));
  torrent->refresh();
  return torrent->view();
}

Result<api::DetailsView> TorrentCatalog::details(const TorrentId& id) {
  restores().hurry(id);
  MAGNETAR_TRY(torrent, torrents_.get(id));
  api::DetailsView details;
  details.magnet = engine_.magnet(id);
  details.trackers = engine_.trackers(id);
  details.folder = torrent->record.folder;
  if (const auto& metadata = torrent->metadata()) {
    details.piece_length = metadata->piece_length;
    details.piece_count = metadata->piece_count;
    details.comment = metadata->comment;
    details.is_private = metadata->is_private;
  }
  return details;
}

Result<std::vector<api::FileView>> TorrentCatalog::files(const TorrentId& id) {
  restores().hurry(id);
  MAGNETAR_TRY(torrent, torrents_.get_with_metadata(id));
  std::vector<api::FileView> views;
  views.reserve(torrent->metadata()->files.size());
  for (const auto& file : torrent->metadata()->files) views.push_back(torrent->file_view(file));
  return views;
}

Result<std::vector<double>> TorrentCatalog::here(const TorrentId& id, base::FileIndex index,
                                                 std::size_t parts) {
  MAGNETAR_TRY(found, torrents_.get_file(id, index));
  return found.torrent->here(*found.file, parts);
}

Result<void> TorrentCatalog::pause(const TorrentId& id) {
  MAGNETAR_TRY(torrent, torrents_.get(id));
  torrent->record.paused = true;
  torrent->fetching_torrent_file = false;
  url_fetches_.cancel(id);
  engine_.pause(id);
  return library_.put(torrent->record);
}

Result<void> TorrentCatalog::resume(const TorrentId& id) {
  MAGNETAR_TRY(torrent, torrents_.get(id));
  torrent->record.paused = false;
  torrent->failure.reset();
  if (torrent->in_engine) {
    engine_.resume(id);
  } else {
    intake_.start_again(torrent);
  }
  return library_.put(torrent->record);
}

void TorrentCatalog::remove(const TorrentId& id, bool delete_data, std::function<void(Result<void>)> done) {
  if (removals_.join(id, done)) return;
  const auto torrent = torrents_.find(id);
  if (!torrent) return done(unknown_torrent());
  removals_.begin(torrent, {delete_data, "user"}, std::move(done));
}

Result<void> TorrentCatalog::select(const TorrentId& id, const std::vector<base::FileIndex>& files) {
  restores().hurry(id);
  MAGNETAR_TRY(torrent, torrents_.get_with_metadata(id));
  if (!has_files(*torrent, files)) return unknown_file();
  torrent->record.selected = files;
  torrent->apply_selection();
  space_.judge(*torrent);
  return library_.put(torrent->record);
}

Result<void> TorrentCatalog::keep_files(const TorrentId& id, std::vector<base::FileIndex> files,
                                        bool wanted) {
  restores().hurry(id);
  MAGNETAR_TRY(torrent, torrents_.get_with_metadata(id));
  files = these_or_all(*torrent, std::move(files));
  if (!has_files(*torrent, files)) return unknown_file();
  BOOST_OUTCOME_TRYV(note_kept(*torrent, files, wanted));
  torrent->keep_failure.reset();
  BOOST_OUTCOME_TRYV(select(id, with_or_without(torrent->record.selected, files, wanted)));
  if (wanted && (torrent->record.paused || torrent->failure)) {
    BOOST_OUTCOME_TRYV(resume(id));
  }
  placer_.place(torrent);
  return base::success();
}

Result<void> TorrentCatalog::note_kept(Torrent& torrent, const std::vector<base::FileIndex>& files,
                                       bool wanted) {
  std::vector<base::FileIndex> noted;
  for (const auto file : files) {
    if (wanted ? torrent.kept.add(file) : torrent.kept.drop(file)) noted.push_back(file);
  }
  return wanted ? library_.put_kept(torrent.id(), noted) : library_.drop_kept(torrent.id(), noted);
}

Result<api::FileView> TorrentCatalog::open_stream(const TorrentId& id, std::optional<base::FileIndex> index) {
  restores().hurry(id);
  MAGNETAR_TRY(torrent, torrents_.get_with_metadata(id));
  const auto wanted = index ? index : torrent->start_file();
  const auto* file = wanted ? torrent->file(*wanted) : nullptr;
  if (file == nullptr) return unknown_file();
  torrent->record.opened_at = seconds_since_1970();
  space_.judge(*torrent);
  if (torrent->record.paused || torrent->failure) {
    BOOST_OUTCOME_TRYV(resume(id));
  } else {
    BOOST_OUTCOME_TRYV(library_.put(torrent->record));
  }
  const auto watched = library_.position(torrent->record.info_hash.best(), *wanted);
  if (watched) torrent->set_duration(*wanted, watched.value().duration);
  return torrent->file_view(*file);
}

Result<library::Position> TorrentCatalog::position(const TorrentId& id, base::FileIndex file) {
  MAGNETAR_TRY(torrent, torrents_.get(id));
  return library_.position(torrent->record.info_hash.best(), file);
}

Result<void> TorrentCatalog::set_position(const TorrentId& id, base::FileIndex file,
                                          const library::Position& position) {
  MAGNETAR_TRY(torrent, torrents_.get(id));
  if (torrent->metadata() && torrent->file(file) == nullptr) return unknown_file();
  torrent->set_duration(file, position.duration);
  torrent->note_position(file, position);
  return library_.put_position(torrent->record.info_hash.best(), file, position);
}

void TorrentCatalog::tick() {
  for (const auto& [id, torrent] : torrents_) {
    if (torrent->watched()) torrent->scheduler()->tick();
  }
}

bool TorrentCatalog::streaming() const {
  return std::any_of(torrents_.begin(), torrents_.end(),
                     [](const auto& entry) { return entry.second->watched(); });
}

void TorrentCatalog::apply_settings() {
  for (const auto& [id, torrent] : torrents_) {
    if (auto* scheduler = torrent->scheduler()) scheduler->set_only_watched(settings_.only_watched);
  }
}

bool TorrentCatalog::busy() const {
  if (!intake_.restores().empty()) return true;
  return std::any_of(torrents_.begin(), torrents_.end(), [](const auto& entry) {
    Torrent& torrent = *entry.second;
    if (torrent.scheduler() && torrent.scheduler()->open_viewers() > 0) return true;
    return !torrent.record.selected.empty() && torrent.active();
  });
}

}  // namespace magnetar::app
