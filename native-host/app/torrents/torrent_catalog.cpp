#include "app/torrents/torrent_catalog.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "app/torrents/catalog_answers.h"
#include "base/log.h"
#include "base/random.h"

namespace magnetar::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::TorrentId;

constexpr std::size_t kMostTorrents = 1000;

// What stands for a URL until its torrent is known: the last part of the path.
std::string name_from_url(const std::string& url) {
  const std::string path = url.substr(0, url.find_first_of("?#"));
  const std::string last = path.substr(path.rfind('/') + 1);
  return last.empty() ? url.substr(0, 256) : last.substr(0, 256);
}

}  // namespace

TorrentCatalog::TorrentCatalog(World& world) : world_(world) {}

std::shared_ptr<Torrent> TorrentCatalog::make(library::TorrentRecord record) {
  auto torrent = std::make_shared<Torrent>(std::move(record), world_.engine(), world_.background_reads(),
                                           world_.clock());
  torrent->order = next_order_++;
  return torrent;
}

std::shared_ptr<Torrent> TorrentCatalog::find(const TorrentId& id) const {
  const auto found = torrents_.find(id);
  return found == torrents_.end() ? nullptr : found->second;
}

std::shared_ptr<Torrent> TorrentCatalog::find(const base::InfoHash& info_hash) const {
  for (const auto& [id, torrent] : torrents_) {
    if (torrent->record.info_hash.same_torrent(info_hash)) return torrent;
  }
  return nullptr;
}

bool TorrentCatalog::being_removed(const base::InfoHash& info_hash) const {
  return std::any_of(removals_.begin(), removals_.end(), [&](const auto& entry) {
    return entry.second.torrent->record.info_hash.same_torrent(info_hash);
  });
}

Result<api::Added> TorrentCatalog::add(const api::AddRequest& request) {
  if (!request.torrent_file.empty()) {
    MAGNETAR_TRY(source, engine::parse_torrent_file(request.torrent_file));
    return add_source(source, request);
  }
  MAGNETAR_TRY(source, engine::parse_source(request.source));
  if (const auto* url = std::get_if<engine::TorrentUrl>(&source)) return add_url(url->url, request);
  return add_source(std::get<engine::TorrentSource>(source), request);
}

library::TorrentRecord TorrentCatalog::new_record(const api::AddRequest& request) const {
  library::TorrentRecord record;
  record.id.value = base::random_hex(8);
  record.source = request.source;
  record.torrent_file = request.torrent_file;
  record.paused = request.paused;
  record.added_at = seconds_since_1970();
  record.opened_at = record.added_at;
  return record;
}

Result<api::Added> TorrentCatalog::add_source(const engine::TorrentSource& source,
                                              const api::AddRequest& request) {
  if (const auto existing = find(source.info_hash)) {
    merge(existing, source);
    return api::Added{existing->id(), true};
  }
  if (being_removed(source.info_hash)) {
    return Error{ErrorCode::cancelled, "this torrent is being removed at this moment"};
  }
  if (torrents_.size() >= kMostTorrents) {
    return Error{ErrorCode::too_many_torrents, "there are too many torrents; remove some"};
  }
  auto record = new_record(request);
  record.info_hash = source.info_hash;
  record.name = source.name;
  record.folder = (std::filesystem::path(world_.settings().cache_folder) / source.info_hash.best()).string();
  const auto torrent = make(std::move(record));
  if (auto watched = world_.library().watched(source.info_hash.best()))
    torrent->set_watched(std::move(watched.value()));
  BOOST_OUTCOME_TRYV(keep(*torrent));
  torrents_[torrent->id()] = torrent;
  if (auto started = start(torrent, source); !started) {
    torrents_.erase(torrent->id());
    BOOST_OUTCOME_TRYV(world_.library().remove(torrent->id()));
    return started.error();
  }
  world_.events().on_added(torrent->view());
  torrent->warm_up();
  return api::Added{torrent->id(), false};
}

Result<api::Added> TorrentCatalog::add_url(const std::string& url, const api::AddRequest& request) {
  for (const auto& [id, torrent] : torrents_) {
    if (torrent->record.source != url) continue;
    // The person asks again for what could not be fetched.
    if (torrent->failure && torrent->record.info_hash.best().empty()) {
      torrent->failure.reset();
      if (!torrent->fetching_torrent_file) fetch_url(torrent);
    }
    return api::Added{id, true};
  }
  if (torrents_.size() >= kMostTorrents) {
    return Error{ErrorCode::too_many_torrents, "there are too many torrents; remove some"};
  }
  auto record = new_record(request);
  record.name = name_from_url(url);
  const auto torrent = make(std::move(record));
  BOOST_OUTCOME_TRYV(keep(*torrent));
  torrents_[torrent->id()] = torrent;
  if (!torrent->record.paused) fetch_url(torrent);
  world_.events().on_added(torrent->view());
  return api::Added{torrent->id(), false};
}

// One torrent, one more source: what it knows of trackers, peers, web seeds and metadata is added to what is
// known, and kept.
void TorrentCatalog::merge(const std::shared_ptr<Torrent>& torrent, const engine::TorrentSource& source) {
  auto& record = torrent->record;
  if (!torrent->in_engine && !torrent->failure) restore_now(record.id);
  if (!world_.engine().merge(record.id, source)) {
    // It could not be started before, and perhaps it can be from this source.
    const auto started = start(torrent, source);
    torrent->failure = started ? std::nullopt : std::optional(started.error());
  }
  if (record.name == record.info_hash.best()) record.name = source.name;
  const auto chosen =
      source.selected_files.empty() ? engine::selected_files(record.source) : source.selected_files;
  if (torrent->metadata()) {
    record.torrent_file = world_.engine().torrent_file(record.id);
  } else {
    keep_link(record, source);
  }
  torrent->prefer(chosen);
  keep_or_log(*torrent);
}

// Until there is metadata the link is what the torrent is started from again.
void TorrentCatalog::keep_link(library::TorrentRecord& record, const engine::TorrentSource& source) {
  const auto kept = engine::parse_source(record.source);
  const auto* link = kept ? std::get_if<engine::TorrentSource>(&kept.value()) : nullptr;
  if (link != nullptr) record.source = engine::merged_link(*link, source);
}

Result<void> TorrentCatalog::start(const std::shared_ptr<Torrent>& torrent,
                                   const engine::TorrentSource& source) {
  const auto& record = torrent->record;
  BOOST_OUTCOME_TRYV(world_.engine().add(
      record.id, source, {record.folder, record.resume_data, record.paused, torrent->trace()}));
  torrent->in_engine = true;
  torrent->record.resume_data.clear();
  if (world_.engine().metadata(record.id)) take_metadata(torrent);
  if (!torrent->metadata() && !record.paused) fetch_exact_source(torrent, source.exact_sources);
  return base::success();
}

// A link may name where its .torrent file lies (`xs`): then nobody has to be found for the list of files.
void TorrentCatalog::fetch_exact_source(const std::shared_ptr<Torrent>& torrent,
                                        std::vector<std::string> urls) {
  if (urls.empty()) return;
  const std::string url = urls.front();
  urls.erase(urls.begin());
  world_.url_fetches().fetch(torrent->id(), url, world_.settings().local_torrent_links,
                             [this, torrent, urls](const auto& bytes) {
                               if (torrent->metadata()) return;
                               if (!take_exact_source(torrent, bytes)) fetch_exact_source(torrent, urls);
                             });
}

void TorrentCatalog::fetch_url(const std::shared_ptr<Torrent>& torrent) {
  torrent->fetching_torrent_file = true;
  world_.url_fetches().fetch(torrent->id(), torrent->record.source, world_.settings().local_torrent_links,
                             [this, torrent](const auto& bytes) { take_fetched(torrent, bytes); });
}

std::vector<std::shared_ptr<Torrent>> TorrentCatalog::newest_first() const {
  std::vector<std::shared_ptr<Torrent>> torrents;
  torrents.reserve(torrents_.size());
  for (const auto& [id, torrent] : torrents_) torrents.push_back(torrent);
  std::ranges::sort(torrents, std::greater{}, &Torrent::order);
  return torrents;
}

std::vector<api::TorrentView> TorrentCatalog::list(const api::Page& page) {
  std::vector<api::TorrentView> views;
  const auto torrents = newest_first();
  const auto end = std::min(torrents.size(), page.offset + page.limit);
  for (auto place = page.offset; place < end; ++place) views.push_back(torrents[place]->view());
  return views;
}

std::vector<api::TorrentView> TorrentCatalog::list() {
  return list({0, torrents_.size()});
}

Result<api::TorrentView> TorrentCatalog::get(const TorrentId& id) {
  const auto torrent = find(id);
  if (!torrent) return unknown_torrent();
  return torrent->view();
}

Result<api::DetailsView> TorrentCatalog::details(const TorrentId& id) {
  if (restores_.waits(id)) restore_now(id);
  const auto torrent = find(id);
  if (!torrent) return unknown_torrent();
  api::DetailsView details;
  details.magnet = world_.engine().magnet(id);
  details.trackers = world_.engine().trackers(id);
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
  if (restores_.waits(id)) restore_now(id);
  const auto torrent = find(id);
  if (!torrent) return unknown_torrent();
  if (!torrent->metadata()) return no_metadata();
  std::vector<api::FileView> views;
  views.reserve(torrent->metadata()->files.size());
  for (const auto& file : torrent->metadata()->files) views.push_back(torrent->file_view(file));
  return views;
}

Result<std::vector<double>> TorrentCatalog::here(const TorrentId& id, base::FileIndex index,
                                                 std::size_t parts) {
  const auto torrent = find(id);
  if (!torrent) return unknown_torrent();
  if (!torrent->metadata()) return no_metadata();
  const auto* file = torrent->file(index);
  if (file == nullptr) return unknown_file();
  return torrent->here(*file, parts);
}

Result<void> TorrentCatalog::pause(const TorrentId& id) {
  const auto torrent = find(id);
  if (!torrent) return unknown_torrent();
  torrent->record.paused = true;
  torrent->fetching_torrent_file = false;
  world_.url_fetches().cancel(id);
  world_.engine().pause(id);
  return keep(*torrent);
}

Result<void> TorrentCatalog::resume(const TorrentId& id) {
  const auto torrent = find(id);
  if (!torrent) return unknown_torrent();
  torrent->record.paused = false;
  torrent->failure.reset();
  if (torrent->record.info_hash.best().empty()) {
    if (!torrent->fetching_torrent_file) fetch_url(torrent);
  } else if (torrent->in_engine) {
    world_.engine().resume(id);
  } else {
    restore_now(id);
  }
  return keep(*torrent);
}

void TorrentCatalog::remove(const TorrentId& id, bool delete_data, std::function<void(Result<void>)> done) {
  if (const auto removal = removals_.find(id); removal != removals_.end()) {
    removal->second.done.push_back(std::move(done));
    return;
  }
  const auto torrent = find(id);
  if (!torrent) return done(unknown_torrent());
  Removal removal{torrent, delete_data, "user", std::nullopt, {}};
  removal.done.push_back(std::move(done));
  begin_removal(torrent, std::move(removal));
}

// The record goes last: whoever is killed in between finds the torrent still there instead of files nobody
// knows.
void TorrentCatalog::begin_removal(const std::shared_ptr<Torrent>& torrent, Removal removal) {
  const TorrentId id = torrent->id();
  world_.url_fetches().cancel(id);
  torrents_.erase(id);
  const bool delete_data = removal.delete_data;
  const bool in_engine = torrent->in_engine;
  restores_.take(id);
  removals_[id] = std::move(removal);
  answer_waiters(id, unknown_torrent());
  if (in_engine) {
    world_.engine().remove(id, delete_data);
  } else {
    finish_removal(id);
  }
}

Result<void> TorrentCatalog::select(const TorrentId& id, const std::vector<base::FileIndex>& files) {
  if (restores_.waits(id)) restore_now(id);
  const auto torrent = find(id);
  if (!torrent) return unknown_torrent();
  if (!torrent->metadata()) return no_metadata();
  for (const auto file : files) {
    if (torrent->file(file) == nullptr) return unknown_file();
  }
  torrent->record.selected = files;
  torrent->apply_selection();
  judge_room(*torrent);
  return keep(*torrent);
}

Result<library::Position> TorrentCatalog::position(const TorrentId& id, base::FileIndex file) {
  const auto torrent = find(id);
  if (!torrent) return unknown_torrent();
  return world_.library().position(torrent->record.info_hash.best(), file);
}

Result<void> TorrentCatalog::set_position(const TorrentId& id, base::FileIndex file,
                                          const library::Position& position) {
  const auto torrent = find(id);
  if (!torrent) return unknown_torrent();
  if (torrent->metadata() && torrent->file(file) == nullptr) return unknown_file();
  torrent->set_duration(file, position.duration);
  torrent->note_position(file, position);
  return world_.library().put_position(torrent->record.info_hash.best(), file, position);
}

void TorrentCatalog::when_metadata(const TorrentId& id, MetadataWaiter ready) {
  const auto torrent = find(id);
  if (!torrent) return ready(unknown_torrent());
  if (torrent->metadata()) return ready(torrent);
  metadata_waiters_.emplace(id, std::move(ready));
}

Result<void> TorrentCatalog::keep(const Torrent& torrent) const {
  return world_.library().put(torrent.record);
}

void TorrentCatalog::keep_or_log(const Torrent& torrent) const {
  if (const auto kept = keep(torrent); !kept)
    base::log(base::LogLevel::error, "library", kept.error().message);
}

}  // namespace magnetar::app
