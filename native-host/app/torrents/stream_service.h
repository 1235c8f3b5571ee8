#pragma once
// Where HTTP threads ask for files; carries their questions to the catalog on the loop.

#include "api/streams.h"
#include "app/torrents/torrent_catalog.h"
#include "base/executor.h"

namespace magnetar::app {

/// Any thread; the catalog is only touched on the loop.
class StreamService final : public api::Streams {
 public:
  StreamService(base::Executor& loop, TorrentCatalog& catalog, engine::Engine& engine);

  base::Result<api::StreamFile> file(const base::TorrentId& id, base::FileIndex file,
                                     base::TimePoint deadline, base::CancelToken& cancel) override;
  base::Result<api::StreamFile> here(const base::TorrentId& id, base::FileIndex file,
                                     base::TimePoint deadline, base::CancelToken& cancel) override;
  base::Result<api::StreamTorrent> torrent(const base::TorrentId& id, base::TimePoint deadline,
                                           base::CancelToken& cancel) override;

 private:
  using Open = base::Result<api::StreamFile> (StreamService::*)(const std::shared_ptr<Torrent>&,
                                                                base::FileIndex);

  [[nodiscard]] base::Result<api::StreamFile> find(const base::TorrentId& id, base::FileIndex file,
                                                   base::TimePoint deadline, base::CancelToken& cancel,
                                                   Open how);
  [[nodiscard]] base::Result<api::StreamFile> open(const std::shared_ptr<Torrent>& torrent,
                                                   base::FileIndex file);
  [[nodiscard]] base::Result<api::StreamFile> open_here(const std::shared_ptr<Torrent>& torrent,
                                                        base::FileIndex file);

  base::Executor& loop_;
  TorrentCatalog& catalog_;
  engine::Engine& engine_;
};

}  // namespace magnetar::app
