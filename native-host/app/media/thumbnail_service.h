#pragma once
// Passes HTTP threads' requests for thumbnails to the loop.

#include <atomic>
#include <functional>
#include <optional>
#include <string>

#include "api/pictures.h"
#include "app/torrents/torrent_map.h"
#include "base/loop.h"
#include "library/records.h"
#include "media/previews.h"
#include "media/probe.h"

namespace magnetar::app {

/// Loop thread only, except for picture(). The constructor's arguments must outlive it.
class ThumbnailService final : public api::Pictures {
 public:
  /// `http_base` as api::Control::http_base().
  ThumbnailService(base::Loop& loop, const TorrentMap& torrents, const library::Records& library,
                   std::function<std::string()> http_base, media::Launcher& launcher);

  /// Ends the pictures being made.
  void stop();

  base::Result<media::Picture> picture(const api::PictureQuestion& question, base::TimePoint deadline,
                                       base::CancelToken& cancel) override;

 private:
  using Reply = std::function<void(base::Result<media::Picture>)>;

  void find(media::PictureRequestId request, const api::PictureQuestion& question, const Reply& reply);
  void find_poster(media::PictureRequestId request, const media::PictureOrder& beginning,
                   const base::TorrentId& id, const Reply& reply);
  /// Asks for the picture in its recording, when the file was joined of several.
  void ask(media::PictureRequestId request, media::PictureOrder order, const base::TorrentId& id,
           const Reply& reply);
  [[nodiscard]] std::optional<media::Probe> probe_of(const media::FilmKey& film) const;

  base::Loop& loop_;
  const TorrentMap& torrents_;
  const library::Records& library_;
  const std::function<std::string()> http_base_;
  media::Previews previews_;
  std::atomic<std::int64_t> requests_ = 0;
};

}  // namespace magnetar::app
