// What a person keeps: fetched whole, and then put among the person's own files.

#include <algorithm>
#include <iterator>
#include <utility>

#include "app/torrents/catalog_answers.h"
#include "app/torrents/kept_file.h"
#include "app/torrents/torrent_catalog.h"
#include "base/log.h"

namespace magnetar::app {

using base::Result;
using base::TorrentId;

namespace {

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

}  // namespace

Result<void> TorrentCatalog::keep_files(const TorrentId& id, std::vector<base::FileIndex> files,
                                        bool wanted) {
  if (restores_.waits(id)) restore_now(id);
  const auto torrent = find(id);
  if (!torrent) return unknown_torrent();
  if (!torrent->metadata()) return no_metadata();
  if (files.empty()) {
    for (const auto& file : torrent->metadata()->files) files.push_back(file.index);
  }
  for (const auto file : files) {
    if (torrent->file(file) == nullptr) return unknown_file();
  }
  std::ranges::sort(files);
  files.erase(std::unique(files.begin(), files.end()), files.end());
  std::vector<base::FileIndex> noted;
  for (const auto file : files) {
    if (wanted ? torrent->kept.add(file) : torrent->kept.drop(file)) noted.push_back(file);
  }
  BOOST_OUTCOME_TRYV(wanted ? world_.library().put_kept(id, noted) : world_.library().drop_kept(id, noted));
  torrent->keep_failure.reset();
  BOOST_OUTCOME_TRYV(select(id, with_or_without(torrent->record.selected, files, wanted)));
  if (wanted && (torrent->record.paused || torrent->failure)) {
    BOOST_OUTCOME_TRYV(resume(id));
  }
  place_kept(torrent);
  return base::success();
}

/// One file after the other; a torrent of several has a folder of its own there.
void TorrentCatalog::place_kept(const std::shared_ptr<Torrent>& torrent) {
  if (torrent->placing || torrent->keep_failure || !torrent->kept.waits()) return;
  const auto* file = torrent->to_place();
  if (file == nullptr) return;
  const auto downloads = world_.downloads();
  if (!downloads) {
    torrent->keep_failure = downloads.error();
    return;
  }
  torrent->placing = true;
  world_.place(torrent->path_of(file->index), downloads.value() / name_for_person(file->path),
               [this, torrent, index = file->index](const auto& path) { placed(torrent, index, path); });
}

void TorrentCatalog::placed(const std::shared_ptr<Torrent>& torrent, base::FileIndex file,
                            const Result<std::filesystem::path>& path) {
  torrent->placing = false;
  if (find(torrent->id()) != torrent) return;
  if (!path) {
    if (path.error().code == base::ErrorCode::cancelled) return;
    base::log(base::LogLevel::warning, "keep", path.error().message);
    torrent->keep_failure = path.error();
    torrent->kept.changed(file);
  } else {
    torrent->kept.set(file, path.value().string());
    if (const auto noted = world_.library().put_kept_path({torrent->id(), file, path.value().string()});
        !noted)
      base::log(base::LogLevel::error, "library", noted.error().message);
    place_kept(torrent);
    // The next status tells of those between.
    if (torrent->placing) return;
  }
  world_.events().on_changed(list());
}

}  // namespace magnetar::app
