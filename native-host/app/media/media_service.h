#pragma once
// Joins the room media to the torrents: the film of a file, the URL of its bytes, and the store of probes.

#include <functional>
#include <memory>
#include <string>

#include "api/media.h"
#include "app/media/container_inspector.h"
#include "app/torrents/metadata_waiters.h"
#include "app/torrents/torrent_map.h"
#include "base/loop.h"
#include "library/records.h"
#include "media/encoder_trial.h"
#include "media/launcher.h"
#include "media/prober.h"
#include "media/sessions.h"

namespace magnetar::app {

/// Loop thread only, except for chunk() and subtitles(). The constructor's arguments must outlive it.
class MediaService final : public api::Media, public api::MediaChunks, private media::ProbeCache {
 public:
  /// `http_base` as api::Control::http_base(). `search_path`: the folders of PATH that have ffmpeg.
  MediaService(base::Loop& loop, MetadataWaiters& waiters, const TorrentMap& torrents,
               const library::Records& library, std::function<std::string()> http_base,
               const std::string& search_path);

  /// To be called first, once the launcher is connected. Determines the sandbox level and the encoders of
  /// this machine before a client waits for them. `streams` must outlive stop().
  void prepare(api::Streams& streams);
  /// Returns the launcher, for other services that run ffmpeg.
  [[nodiscard]] media::Launcher& launcher() { return launcher_; }
  /// Ends every session and joins the threads that read films.
  void stop();

  /// A film and its probe.
  struct Known {
    media::Film film;
    media::Probe probe;
  };
  using OnKnown = std::function<void(const base::Result<Known>&)>;
  /// Determines the probe of a film that is played from `at` (seconds) on. Errors: those of describe().
  void know(const api::MediaOrder& order, double at, OnKnown done);
  /// Returns the key of a film. Errors: unknown_torrent, no_metadata, unknown_file.
  [[nodiscard]] base::Result<media::FilmKey> film_key(const api::MediaOrder& order);
  [[nodiscard]] bool has_ffmpeg() const { return launcher_.has_ffmpeg(); }
  /// Reads the times of a film's key frames from its index, in seconds of the film; none when there is no
  /// index.
  void keys(const Known& known, const std::function<void(const std::vector<double>&)>& done);
  /// Returns the encoders of this machine.
  [[nodiscard]] const media::Machine& machine() const { return encoders_.machine(); }
  [[nodiscard]] media::Sessions& sessions() { return sessions_; }

  void describe(const api::MediaOrder& order, Described done) override;
  void open(const api::MediaOrder& order, const media::Wish& wish, double at, rpc::ConnectionId owner,
            Opened done) override;
  base::Result<void> close(const std::string& session) override;
  void left(rpc::ConnectionId owner) override;

  base::Result<std::shared_ptr<const media::Chunk>> chunk(const std::string& session, std::int64_t number,
                                                          base::TimePoint deadline,
                                                          base::CancelToken& cancel) override;
  base::Result<media::SubtitlePart> subtitles(const std::string& session, std::size_t from,
                                              base::TimePoint deadline, base::CancelToken& cancel) override;

 private:
  using OnFilm = std::function<void(const base::Result<media::Film>&)>;

  void find_film(const api::MediaOrder& order, OnFilm done);
  void look_into(const api::MediaOrder& order, OnKnown done);
  /// Checks the index of a film that claims to have one, when reading does not begin at 0.
  void settle_index(Known known, double at, OnKnown done);
  using OnSound = std::function<void(const base::Result<std::optional<Known>>&)>;
  /// Determines the probe of the order's sound file; no value when the sound is the film's own.
  void know_sound(const api::MediaOrder& order, OnSound done);
  void start(const api::MediaOrder& order, const Known& known, const media::Wish& wish, double at,
             rpc::ConnectionId owner, const std::optional<Known>& sound, Opened done);
  [[nodiscard]] std::string url_of(const api::MediaOrder& order) const;

  // media::ProbeCache
  std::optional<std::string> find(const media::FilmKey& film) override;
  void keep(const media::FilmKey& film, const std::string& text) override;

  base::Loop& loop_;
  MetadataWaiters& waiters_;
  const TorrentMap& torrents_;
  const library::Records& library_;
  const std::function<std::string()> http_base_;
  media::Launcher launcher_;
  media::EncoderTrial encoders_;
  ContainerInspector inspection_;
  media::Prober prober_;
  media::Sessions sessions_;
};

}  // namespace magnetar::app
