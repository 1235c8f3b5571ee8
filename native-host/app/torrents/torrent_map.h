#pragma once
// The torrents of this user by id, and their views.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "api/views.h"
#include "app/torrents/torrent.h"
#include "base/error.h"
#include "base/executor.h"
#include "base/strong_id.h"

namespace magnetar::app {

/// A file of a torrent with metadata.
struct FoundFile {
  std::shared_ptr<Torrent> torrent;
  const engine::TorrentFile* file = nullptr;  ///< never null; lives as long as the torrent
};

/// Loop thread only. Shared by catalog, services and waiters.
class TorrentMap {
 public:
  explicit TorrentMap(const base::Executor& loop) : loop_(loop) {}

  using Torrents = std::map<base::TorrentId, std::shared_ptr<Torrent>>;

  /// Adds a torrent as the newest.
  void add(const std::shared_ptr<Torrent>& torrent);
  void erase(const base::TorrentId& id);

  /// The find functions return null for an unknown torrent.
  [[nodiscard]] std::shared_ptr<Torrent> find(const base::TorrentId& id) const;
  [[nodiscard]] std::shared_ptr<Torrent> find(const base::InfoHash& info_hash) const;
  /// Finds a torrent by the link or URL that it was added with.
  [[nodiscard]] std::shared_ptr<Torrent> find_source(const std::string& source) const;

  /// Errors: unknown_torrent.
  [[nodiscard]] base::Result<std::shared_ptr<Torrent>> get(const base::TorrentId& id) const;
  /// Errors: unknown_torrent, no_metadata.
  [[nodiscard]] base::Result<std::shared_ptr<Torrent>> get_with_metadata(const base::TorrentId& id) const;
  /// Errors: unknown_torrent, no_metadata, unknown_file.
  [[nodiscard]] base::Result<FoundFile> get_file(const base::TorrentId& id, base::FileIndex file) const;

  [[nodiscard]] std::size_t size() const { return torrents_.size(); }
  [[nodiscard]] Torrents::const_iterator begin() const;
  [[nodiscard]] Torrents::const_iterator end() const { return torrents_.end(); }
  [[nodiscard]] std::vector<std::shared_ptr<Torrent>> newest_first() const;
  /// Returns a page of current views, newest first.
  [[nodiscard]] std::vector<api::TorrentView> views(const api::Page& page) const;
  /// Returns the views of all torrents.
  [[nodiscard]] std::vector<api::TorrentView> views() const { return views({0, size()}); }

 private:
  const base::Executor& loop_;
  Torrents torrents_;
  std::int64_t next_order_ = 1;
};

}  // namespace magnetar::app
