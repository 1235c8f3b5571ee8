#pragma once
// What the protocol's torrent methods ask of the daemon.

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

/// The torrents of this user. Loop thread only. Every call may fail with unknown_torrent; further errors are
/// named.
class Catalog {
 public:
  virtual ~Catalog() = default;

  /// Errors: bad_source, bad_torrent, too_many_torrents, io_error, disk_full.
  [[nodiscard]] virtual base::Result<Added> add(const AddRequest& request) = 0;
  [[nodiscard]] virtual std::size_t count() const = 0;
  /// A page of them, newest first.
  [[nodiscard]] virtual std::vector<TorrentView> list(const Page& page) = 0;
  [[nodiscard]] virtual base::Result<TorrentView> get(const base::TorrentId& id) = 0;
  [[nodiscard]] virtual base::Result<DetailsView> details(const base::TorrentId& id) = 0;
  /// Errors: no_metadata.
  [[nodiscard]] virtual base::Result<std::vector<FileView>> files(const base::TorrentId& id) = 0;

  /// How much of each of so many equal parts of the file is here, from 0 to 1. Errors: no_metadata,
  /// unknown_file.
  [[nodiscard]] virtual base::Result<std::vector<double>> here(const base::TorrentId& id,
                                                               base::FileIndex file, std::size_t parts) = 0;

  [[nodiscard]] virtual base::Result<void> pause(const base::TorrentId& id) = 0;
  [[nodiscard]] virtual base::Result<void> resume(const base::TorrentId& id) = 0;
  /// `done` is called once the torrent is gone and its files are closed or deleted.
  virtual void remove(const base::TorrentId& id, bool delete_data,
                      std::function<void(base::Result<void>)> done) = 0;
  /// Errors: no_metadata, unknown_file.
  [[nodiscard]] virtual base::Result<void> select(const base::TorrentId& id,
                                                  const std::vector<base::FileIndex>& files) = 0;
  /// The person wants these files (all when none is named): they are fetched whole, with or without a viewer,
  /// and then put into the downloads folder, where they stay. With `wanted` false those that are not there
  /// yet are wanted no more. Errors: no_metadata, unknown_file.
  [[nodiscard]] virtual base::Result<void> keep_files(const base::TorrentId& id,
                                                      std::vector<base::FileIndex> files, bool wanted) = 0;
  /// The file to watch (the one to start with when none is named); resumes a paused torrent. Errors:
  /// no_metadata, unknown_file.
  [[nodiscard]] virtual base::Result<FileView> open_stream(const base::TorrentId& id,
                                                           std::optional<base::FileIndex> file) = 0;

  [[nodiscard]] virtual base::Result<library::Position> position(const base::TorrentId& id,
                                                                 base::FileIndex file) = 0;
  [[nodiscard]] virtual base::Result<void> set_position(const base::TorrentId& id, base::FileIndex file,
                                                        const library::Position& position) = 0;
};

/// What happens in the catalog, told as it happens.
class CatalogEvents {
 public:
  virtual ~CatalogEvents() = default;
  virtual void on_added(const TorrentView& torrent) = 0;
  /// `reason` is "user", "duplicate" or "cache_full".
  virtual void on_removed(const base::TorrentId& id, std::string_view reason,
                          const std::optional<base::TorrentId>& replaced_by) = 0;
  /// Something of these changed; called at most twice a second.
  virtual void on_changed(const std::vector<TorrentView>& all) = 0;
};

}  // namespace magnetar::api
