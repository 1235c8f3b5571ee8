#include "app/torrents/torrent_intake.h"

#include <filesystem>
#include <optional>
#include <utility>

#include "app/torrents/catalog_answers.h"
#include "base/log.h"
#include "base/random.h"
#include "engine/torrent_source.h"

namespace magnetar::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kMostTorrents = 1000;

// The name of a URL's torrent until it is known: the last segment of the path.
std::string name_from_url(const std::string& url) {
  const std::string path = url.substr(0, url.find_first_of("?#"));
  const std::string last = path.substr(path.rfind('/') + 1);
  return last.empty() ? url.substr(0, 256) : last.substr(0, 256);
}

Error too_many_torrents() {
  return {ErrorCode::too_many_torrents, "there are too many torrents; remove some"};
}

// The torrent is started again from its link until it has metadata.
void keep_link(library::TorrentRecord& record, const engine::TorrentSource& source) {
  const auto kept = engine::parse_source(record.source);
  const auto* link = kept ? std::get_if<engine::TorrentSource>(&kept.value()) : nullptr;
  if (link != nullptr) record.source = engine::merged_link(*link, source);
}

}  // namespace

TorrentIntake::TorrentIntake(const Uses& uses, TorrentMap& torrents, MetadataWaiters& waiters,
                             Removals& removals, CacheSpace& space)
    : uses_(uses),
      torrents_(torrents),
      waiters_(waiters),
      removals_(removals),
      space_(space),
      restores_({torrents, uses.library, uses.restore_note, uses.clock, uses.loop, uses.background}, *this) {}

std::shared_ptr<Torrent> TorrentIntake::make(library::TorrentRecord record) {
  auto torrent =
      std::make_shared<Torrent>(std::move(record), uses_.engine, uses_.background_reads, uses_.clock);
  recall_watched(*torrent);
  return torrent;
}

void TorrentIntake::recall_watched(Torrent& torrent) const {
  if (auto watched = uses_.library.watched(torrent.record.info_hash.best()))
    torrent.set_watched(std::move(watched.value()));
}

std::string TorrentIntake::folder_of(const engine::TorrentSource& source) const {
  return (std::filesystem::path(uses_.settings.cache_folder) / source.info_hash.best()).string();
}

Result<api::Added> TorrentIntake::add(const api::AddRequest& request) {
  if (!request.torrent_file.empty()) {
    MAGNETAR_TRY(source, engine::parse_torrent_file(request.torrent_file));
    return add_source(source, request);
  }
  MAGNETAR_TRY(source, engine::parse_source(request.source));
  if (const auto* url = std::get_if<engine::TorrentUrl>(&source)) return add_url(url->url, request);
  return add_source(std::get<engine::TorrentSource>(source), request);
}

library::TorrentRecord TorrentIntake::new_record(const api::AddRequest& request) const {
  library::TorrentRecord record;
  record.id.value = base::random_hex(8);
  record.source = request.source;
  record.torrent_file = request.torrent_file;
  record.paused = request.paused;
  record.added_at = seconds_since_1970();
  record.opened_at = record.added_at;
  return record;
}

Result<api::Added> TorrentIntake::add_source(const engine::TorrentSource& source,
                                             const api::AddRequest& request) {
  if (const auto existing = torrents_.find(source.info_hash)) {
    merge(existing, source);
    return api::Added{existing->id(), true};
  }
  if (removals_.under_way(source.info_hash))
    return Error{ErrorCode::cancelled, "this torrent is being removed at this moment"};
  if (torrents_.size() >= kMostTorrents) return too_many_torrents();
  auto record = new_record(request);
  record.info_hash = source.info_hash;
  record.name = source.name;
  record.folder = folder_of(source);
  const auto torrent = make(std::move(record));
  BOOST_OUTCOME_TRYV(uses_.library.put(torrent->record));
  torrents_.add(torrent);
  if (auto started = start(torrent, source); !started) {
    torrents_.erase(torrent->id());
    BOOST_OUTCOME_TRYV(uses_.library.remove(torrent->id()));
    return started.error();
  }
  torrent->refresh();
  uses_.events.on_added(torrent->view());
  torrent->warm_up();
  return api::Added{torrent->id(), false};
}

Result<api::Added> TorrentIntake::add_url(const std::string& url, const api::AddRequest& request) {
  if (const auto existing = torrents_.find_source(url)) {
    // The person repeats a fetch that has failed.
    if (existing->failure && existing->record.info_hash.best().empty()) {
      existing->failure.reset();
      start_again(existing);
    }
    return api::Added{existing->id(), true};
  }
  if (torrents_.size() >= kMostTorrents) return too_many_torrents();
  auto record = new_record(request);
  record.name = name_from_url(url);
  const auto torrent = make(std::move(record));
  BOOST_OUTCOME_TRYV(uses_.library.put(torrent->record));
  torrents_.add(torrent);
  if (!torrent->record.paused) fetch_url(torrent);
  torrent->refresh();
  uses_.events.on_added(torrent->view());
  return api::Added{torrent->id(), false};
}

void TorrentIntake::start_again(const std::shared_ptr<Torrent>& torrent) {
  if (!torrent->record.info_hash.best().empty()) {
    restores_.restore_now(torrent->id());
  } else if (!torrent->fetching_torrent_file) {
    fetch_url(torrent);
  }
}

void TorrentIntake::merge(const std::shared_ptr<Torrent>& torrent, const engine::TorrentSource& source) {
  auto& record = torrent->record;
  if (!torrent->in_engine && !torrent->failure) restores_.restore_now(record.id);
  if (!uses_.engine.merge(record.id, source)) {
    // The torrent could not be started before; this source may be able to.
    const auto started = start(torrent, source);
    torrent->failure = started ? std::nullopt : std::optional(started.error());
  }
  if (record.name == record.info_hash.best()) record.name = source.name;
  const auto chosen =
      source.selected_files.empty() ? engine::selected_files(record.source) : source.selected_files;
  if (torrent->metadata()) {
    record.torrent_file = uses_.engine.torrent_file(record.id);
  } else {
    keep_link(record, source);
  }
  torrent->prefer(chosen);
  log_failure(uses_.library.put(record));
}

Result<void> TorrentIntake::start(const std::shared_ptr<Torrent>& torrent,
                                  const engine::TorrentSource& source) {
  const auto& record = torrent->record;
  BOOST_OUTCOME_TRYV(uses_.engine.add(record.id, source,
                                      {record.folder, record.resume_data, record.paused, torrent->trace()}));
  torrent->in_engine = true;
  torrent->record.resume_data.clear();
  if (uses_.engine.metadata(record.id)) take_metadata(torrent);
  if (!torrent->metadata() && !record.paused) fetch_exact_source(torrent, source.exact_sources);
  return base::success();
}

void TorrentIntake::take_metadata(const std::shared_ptr<Torrent>& torrent) {
  if (torrent->metadata()) return;
  torrent->take_metadata(uses_.engine.metadata(torrent->id()));
  torrent->scheduler()->set_only_watched(uses_.settings.only_watched);
  space_.judge(*torrent);
  if (!torrent->metadata()->name.empty()) torrent->record.name = torrent->metadata()->name;
  waiters_.answer(torrent->id(), torrent);
}

// A magnet link may name its .torrent file (`xs`): then the metadata needs no peer.
void TorrentIntake::fetch_exact_source(const std::shared_ptr<Torrent>& torrent,
                                       std::vector<std::string> urls) {
  if (urls.empty()) return;
  const std::string url = urls.front();
  urls.erase(urls.begin());
  uses_.url_fetches.fetch(torrent->id(), url, uses_.settings.local_torrent_links,
                          [this, torrent, urls](const auto& bytes) {
                            if (torrent->metadata()) return;
                            if (!take_exact_source(torrent, bytes)) fetch_exact_source(torrent, urls);
                          });
}

void TorrentIntake::fetch_url(const std::shared_ptr<Torrent>& torrent) {
  torrent->fetching_torrent_file = true;
  uses_.url_fetches.fetch(torrent->id(), torrent->record.source, uses_.settings.local_torrent_links,
                          [this, torrent](const auto& bytes) { take_fetched(torrent, bytes); });
}

bool TorrentIntake::take_exact_source(const std::shared_ptr<Torrent>& torrent,
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

void TorrentIntake::take_fetched(const std::shared_ptr<Torrent>& torrent, const Result<std::string>& bytes) {
  torrent->fetching_torrent_file = false;
  const auto adopted = bytes ? adopt(torrent, bytes.value()) : Result<void>(bytes.error());
  if (adopted) return;
  torrent->failure = adopted.error();
  waiters_.answer(torrent->id(), adopted.error());
}

// The entry of a URL becomes the torrent that was found there, or is replaced by it when it is listed
// already.
Result<void> TorrentIntake::adopt(const std::shared_ptr<Torrent>& torrent, const std::string& found) {
  MAGNETAR_TRY(source, engine::parse_found(found));
  if (const auto existing = torrents_.find(source.info_hash)) {
    merge(existing, source);
    removals_.begin(torrent, {false, "duplicate", existing->id()}, nullptr);
    return base::success();
  }
  auto& record = torrent->record;
  record.info_hash = source.info_hash;
  record.name = source.name;
  (engine::is_magnet(found) ? record.source : record.torrent_file) = found;
  record.folder = folder_of(source);
  recall_watched(*torrent);
  BOOST_OUTCOME_TRYV(uses_.library.put(record));
  BOOST_OUTCOME_TRYV(start(torrent, source));
  torrent->warm_up();
  return base::success();
}

}  // namespace magnetar::app
