#include "app/torrents/kept_file_placer.h"

#include <utility>

#include "app/torrents/catalog_answers.h"
#include "app/torrents/kept_file.h"
#include "base/log.h"

namespace magnetar::app {

KeptFilePlacer::KeptFilePlacer(const TorrentMap& torrents, const library::Records& library,
                               Downloads& downloads, api::CatalogEvents& events)
    : torrents_(torrents), library_(library), downloads_(downloads), events_(events) {}

void KeptFilePlacer::place(const std::shared_ptr<Torrent>& torrent) {
  if (torrent->placing || torrent->keep_failure || !torrent->kept.waits()) return;
  const auto* file = torrent->to_place();
  if (file == nullptr) return;
  const auto folder = downloads_.folder();
  if (!folder) {
    torrent->keep_failure = folder.error();
    return;
  }
  torrent->placing = true;
  downloads_.put(torrent->path_of(file->index), folder.value() / name_for_person(file->path),
                 [this, torrent, index = file->index](const auto& path) { placed(torrent, index, path); });
}

void KeptFilePlacer::placed(const std::shared_ptr<Torrent>& torrent, base::FileIndex file,
                            const base::Result<std::filesystem::path>& path) {
  torrent->placing = false;
  if (torrents_.find(torrent->id()) != torrent) return;
  if (!path) {
    if (path.error().code == base::ErrorCode::cancelled) return;
    base::log(base::LogLevel::warning, "keep", path.error().message);
    torrent->keep_failure = path.error();
    torrent->kept.changed(file);
  } else {
    torrent->kept.set(file, path.value().string());
    log_failure(library_.put_kept_path({torrent->id(), file, path.value().string()}));
    place(torrent);
    // The next status announces the files placed in between.
    if (torrent->placing) return;
  }
  events_.on_changed(torrents_.views());
}

}  // namespace magnetar::app
