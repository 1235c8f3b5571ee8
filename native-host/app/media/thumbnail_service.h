#pragma once
// Where HTTP threads ask for small pictures of films; carries their questions to the loop.

#include <atomic>
#include <optional>

#include "api/control.h"
#include "api/pictures.h"
#include "app/torrents/torrent_catalog.h"
#include "base/loop.h"
#include "media/previews.h"
#include "media/probe.h"

namespace magnetar::app {

/// Loop thread only, but for picture(). Everything it is given must outlive it.
class ThumbnailService final : public api::Pictures {
 public:
  ThumbnailService(base::Loop& loop, TorrentCatalog& catalog, TorrentCatalog::World& world,
                   api::Control& control, media::Launcher& launcher);

  /// Ends what is being made.
  void stop();

  base::Result<media::Picture> picture(const api::PictureQuestion& question, base::TimePoint deadline,
                                       base::CancelToken& cancel) override;

 private:
  using Reply = std::function<void(base::Result<media::Picture>)>;

  void find(media::PictureRequestId request, const api::PictureQuestion& question, const Reply& reply);
  void find_poster(media::PictureRequestId request, const media::PictureOrder& beginning,
                   const base::TorrentId& id, const Reply& reply);
  /// Asks for it in the recording in which it lies, where the file was joined of several.
  void ask(media::PictureRequestId request, media::PictureOrder order, const base::TorrentId& id,
           const Reply& reply);
  [[nodiscard]] std::optional<media::Probe> probe_of(const media::FilmKey& film) const;

  base::Loop& loop_;
  TorrentCatalog& catalog_;
  TorrentCatalog::World& world_;
  api::Control& control_;
  media::Previews previews_;
  std::atomic<std::int64_t> requests_ = 0;
};

}  // namespace magnetar::app
