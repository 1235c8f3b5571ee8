#pragma once
// Passes HTTP threads' requests for files to the loop.

#include "api/streams.h"
#include "app/torrents/metadata_waiters.h"
#include "base/executor.h"
#include "engine/engine.h"

namespace magnetar::app {

/// Any thread; torrents are used on the loop only. The constructor's arguments must outlive it.
class StreamService final : public api::Streams {
 public:
  StreamService(base::Executor& loop, MetadataWaiters& waiters, engine::Engine& engine);

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
  MetadataWaiters& waiters_;
  engine::Engine& engine_;
};

}  // namespace magnetar::app
