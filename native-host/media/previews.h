#pragma once
// Makes small pictures of films from the bytes that are here: one ffmpeg at a time, the newest request first.

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

/// Who asked.
using PictureRequestId = base::StrongInt<struct PictureRequestTag, std::int64_t>;

struct PictureOrder {
  FilmKey film;
  std::string url;          ///< of the bytes that are here (docs/http.md)
  std::int64_t second = 0;  ///< of the film
  bool cover = false;       ///< a file of sound: the picture that belongs to it
  std::int64_t begins = 0;  ///< second of the film at which what the URL names begins
};

/// Loop thread only. The launcher must outlive it.
class Previews {
 public:
  Previews(Launcher& launcher, base::Timers& timers);

  using Done = std::function<void(const Picture&)>;
  /// Calls `done` once, perhaps at once; with null when the bytes that are here give no picture of this
  /// place, when that takes too long, and when too many newer requests came.
  void ask(PictureRequestId id, const PictureOrder& order, Done done);
  /// Nobody waits for this request any more: it is not answered, and what is made for it alone ends.
  void forget(PictureRequestId id);
  /// Ends what is being made, and answers everybody.
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
  std::deque<PictureRequest> requests_;  ///< the newest last
  std::optional<Run> run_;
  std::int64_t runs_ = 0;
};

}  // namespace magnetar::media
