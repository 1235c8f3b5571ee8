#pragma once
// Makes thumbnails from downloaded bytes: one ffmpeg at a time, the newest request first.

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/executor.h"
#include "base/strong_id.h"
#include "media/launcher.h"
#include "media/thumbnail_cache.h"

namespace magnetar::media {

/// Identifies a request.
using PictureRequestId = base::StrongInt<struct PictureRequestTag, std::int64_t>;

struct PictureOrder {
  FilmKey film;
  std::string url;          ///< of the downloaded bytes (docs/http.md)
  std::int64_t second = 0;  ///< of the film
  bool cover = false;       ///< the attached picture of an audio file
  std::int64_t begins = 0;  ///< second of the film at which the URL's bytes begin
};

/// Loop thread only. The launcher must outlive it.
class Previews {
 public:
  Previews(Launcher& launcher, base::Timers& timers);

  using Done = std::function<void(const Picture&)>;
  /// Calls `done` once, perhaps before it returns; with null when the downloaded bytes give no picture of
  /// this place, when that takes too long, and when too many newer requests came.
  void ask(PictureRequestId id, const PictureOrder& order, Done done);
  /// Drops the request without an answer, and ends an ffmpeg that runs for it alone.
  void forget(PictureRequestId id);
  /// Ends the running ffmpeg and answers all requests.
  void stop();

 private:
  struct PictureRequest {
    PictureRequestId id;
    PictureOrder order;
    Done done;
    [[nodiscard]] PictureKey key() const { return {order.film, order.second}; }
  };
  struct Run {
    std::int64_t number = 0;
    PictureOrder order;
    std::unique_ptr<Child> child;
    std::string output;
    std::unique_ptr<base::Timer> deadline;
    [[nodiscard]] PictureKey key() const { return {order.film, order.second}; }
  };

  void start_next();
  void start(std::int64_t number);
  void read_on();
  void finish();
  [[nodiscard]] bool wanted(const PictureKey& key) const;
  void answer(const PictureKey& key, const Picture& picture);

  Launcher& launcher_;
  base::Timers& timers_;
  ThumbnailCache cache_;
  std::deque<PictureRequest> requests_;  ///< newest last
  std::optional<Run> run_;
  std::int64_t runs_ = 0;
};

}  // namespace magnetar::media
