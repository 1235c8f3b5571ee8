#pragma once
// The interface of the protocol's torrent methods to the daemon.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "api/views.h"
#include "library/library.h"

namespace magnetar::api {

struct AddRequest {
  std::string source;        ///< magnet link, info-hash or URL; empty when torrent_file is given
  std::string torrent_file;  ///< bytes
  bool paused = false;
};

struct Added {
  base::TorrentId id;
  bool existing = false;
};

/// The torrents of this user. Loop thread only. Every call may fail with unknown_torrent; its comment names
/// further errors.
class Catalog {
 public:
  virtual ~Catalog() = default;

  /// Adds a torrent, or finds the one that is listed already. Errors: bad_source, bad_torrent,
  /// too_many_torrents, io_error, disk_full.
  [[nodiscard]] virtual base::Result<Added> add(const AddRequest& request) = 0;
  [[nodiscard]] virtual std::size_t count() const = 0;
  /// Returns a page of the torrents, newest first.
  [[nodiscard]] virtual std::vector<TorrentView> list(const Page& page) = 0;
  [[nodiscard]] virtual base::Result<TorrentView> get(const base::TorrentId& id) = 0;
  [[nodiscard]] virtual base::Result<DetailsView> details(const base::TorrentId& id) = 0;
  /// Returns the files of a torrent. Errors: no_metadata.
  [[nodiscard]] virtual base::Result<std::vector<FileView>> files(const base::TorrentId& id) = 0;

  /// Divides a file into `parts` equal parts and returns for each the share that is on the disk, from 0 to 1.
  /// Errors: no_metadata, unknown_file.
  [[nodiscard]] virtual base::Result<std::vector<double>> here(const base::TorrentId& id,
                                                               base::FileIndex file, std::size_t parts) = 0;

  [[nodiscard]] virtual base::Result<void> pause(const base::TorrentId& id) = 0;
  [[nodiscard]] virtual base::Result<void> resume(const base::TorrentId& id) = 0;
  /// Removes a torrent. `done` is called when it is gone and its files are closed or deleted.
  virtual void remove(const base::TorrentId& id, bool delete_data,
                      std::function<void(base::Result<void>)> done) = 0;
  /// Selects these files and no others. Errors: no_metadata, unknown_file.
  [[nodiscard]] virtual base::Result<void> select(const base::TorrentId& id,
                                                  const std::vector<base::FileIndex>& files) = 0;
  /// Keeps files for the person (all files when none is named): they are downloaded as a whole, with or
  /// without a viewer, and then put into the downloads folder for good. With `wanted` false, files that are
  /// not there yet are kept no more. Errors: no_metadata, unknown_file.
  [[nodiscard]] virtual base::Result<void> keep_files(const base::TorrentId& id,
                                                      std::vector<base::FileIndex> files, bool wanted) = 0;
  /// Returns the file to watch, by default the start file, and resumes a paused torrent. Errors: no_metadata,
  /// unknown_file.
  [[nodiscard]] virtual base::Result<FileView> open_stream(const base::TorrentId& id,
                                                           std::optional<base::FileIndex> file) = 0;

  [[nodiscard]] virtual base::Result<library::Position> position(const base::TorrentId& id,
                                                                 base::FileIndex file) = 0;
  [[nodiscard]] virtual base::Result<void> set_position(const base::TorrentId& id, base::FileIndex file,
                                                        const library::Position& position) = 0;
};

/// Receives the changes of the catalog as they happen.
class CatalogEvents {
 public:
  virtual ~CatalogEvents() = default;
  virtual void on_added(const TorrentView& torrent) = 0;
  /// `reason` is "user", "duplicate" or "cache_full".
  virtual void on_removed(const base::TorrentId& id, std::string_view reason,
                          const std::optional<base::TorrentId>& replaced_by) = 0;
  /// Called after changes, at most twice a second; `all` are all torrents.
  virtual void on_changed(const std::vector<TorrentView>& all) = 0;
};

}  // namespace magnetar::api
