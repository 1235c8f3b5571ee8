#include "app/media/media_service.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "api/links.h"
#include "app/torrents/catalog_answers.h"
#include "app/torrents/loop_question.h"
#include "base/log.h"

namespace magnetar::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

// A larger probe is not kept: the file, with that many tracks, is probed each time.
constexpr std::size_t kMostKept = 64 * 1024;

int processors() {
  return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

media::OwnerId owner_id(rpc::ConnectionId connection) {
  return media::OwnerId{connection.value};
}

api::MediaDescription without_ffmpeg() {
  api::MediaDescription description;
  description.ffmpeg = false;
  description.plan.reason = media::Reason::ffmpeg_missing;
  return description;
}

}  // namespace

MediaService::MediaService(base::Loop& loop, MetadataWaiters& waiters, const TorrentMap& torrents,
                           const library::Records& library, std::function<std::string()> http_base,
                           const std::string& search_path)
    : loop_(loop),
      waiters_(waiters),
      torrents_(torrents),
      library_(library),
      http_base_(std::move(http_base)),
      launcher_(loop.context(), search_path),
      encoders_(launcher_, "/dev", processors()),
      inspection_(loop),
      prober_(launcher_, loop, *this, inspection_),
      sessions_(launcher_, loop, processors()) {}

void MediaService::prepare(api::Streams& streams) {
  inspection_.read_from(streams);
  encoders_.run();
}

void MediaService::stop() {
  sessions_.close_all();
  inspection_.stop();
}

std::string MediaService::url_of(const api::MediaOrder& order) const {
  auto url = api::film_url(http_base_(), order.id, order.file);
  return order.viewer.empty() ? url : url + "?viewer=" + order.viewer;
}

void MediaService::find_film(const api::MediaOrder& order, OnFilm done) {
  waiters_.when_metadata(
      order.id, [this, order, done = std::move(done)](const Result<std::shared_ptr<Torrent>>& torrent) {
        if (!torrent) return done(torrent.error());
        const auto* file = torrent.value()->file(order.file);
        if (file == nullptr) return done(unknown_file());
        const auto view = torrent.value()->file_view(*file);
        done(media::Film{{torrent.value()->record.info_hash.best(), order.file},
                         url_of(order),
                         view.name(),
                         order.id,
                         order.viewer,
                         api::cut_url(http_base_(), order.id, order.file),
                         api::part_url(http_base_(), order.id, order.file)});
      });
}

void MediaService::look_into(const api::MediaOrder& order, OnKnown done) {
  find_film(order, [this, order, done = std::move(done)](const Result<media::Film>& film) {
    if (!film) return done(film.error());
    prober_.probe(film.value(), [this, order, film = film.value(), done](const Result<media::Probe>& probe) {
      if (!probe) return done(probe.error());
      // The scheduler plans by the film's duration.
      waiters_.when_metadata(order.id, [&](const Result<std::shared_ptr<Torrent>>& torrent) {
        if (torrent) torrent.value()->set_duration(order.file, probe.value().duration);
      });
      done(Known{film, probe.value()});
    });
  });
}

void MediaService::describe(const api::MediaOrder& order, Described done) {
  if (!launcher_.has_ffmpeg()) return done(without_ffmpeg());
  look_into(order, [this, can = order.can, done = std::move(done)](const Result<Known>& known) {
    if (!known) return done(known.error());
    const auto& [film, probe] = known.value();
    done(api::MediaDescription{true, probe, fitted(make_plan(probe, film.name, can, {}), probe, machine())});
  });
}

void MediaService::know(const api::MediaOrder& order, double at, OnKnown done) {
  look_into(order, [this, at, done = std::move(done)](const Result<Known>& known) {
    if (!known) return done(known.error());
    settle_index(known.value(), at, done);
  });
}

void MediaService::keys(const Known& known, const std::function<void(const std::vector<double>&)>& done) {
  const auto& probe = known.probe;
  if (probe.container != "matroska" || probe.index == media::FilmIndex::none || !probe.video) return done({});
  inspection_.look_for_keys(known.film, [start = probe.start_time, done](std::vector<double> times) {
    for (auto& time : times) time -= start;
    done(times);
  });
}

Result<media::FilmKey> MediaService::film_key(const api::MediaOrder& order) {
  MAGNETAR_TRY(found, torrents_.get_file(order.id, order.file));
  return media::FilmKey{found.torrent->record.info_hash.best(), order.file};
}

void MediaService::open(const api::MediaOrder& order, const media::Wish& wish, double at,
                        rpc::ConnectionId owner, Opened done) {
  know(order, at, [=, this](const Result<Known>& known) {
    if (!known) return done(known.error());
    know_sound(order, [=, this, film = known.value()](const Result<std::optional<Known>>& sound) {
      if (!sound) return done(sound.error());
      start(order, film, wish, at, owner, sound.value(), done);
    });
  });
}

void MediaService::know_sound(const api::MediaOrder& order, OnSound done) {
  if (!order.sound_file) return done(std::optional<Known>());
  look_into({order.id, *order.sound_file, order.viewer, order.can},
            [done = std::move(done)](const Result<Known>& known) {
              if (!known) return done(known.error());
              if (known.value().probe.audio.empty())
                return done(Error{ErrorCode::media_unreadable, "the file has no sound"});
              done(std::optional(known.value()));
            });
}

void MediaService::settle_index(Known known, double at, OnKnown done) {
  if (at <= 0 || known.probe.index != media::FilmIndex::claimed) return done(known);
  inspection_.look_for_index(known.film, [known, done = std::move(done)](media::FilmIndex index) mutable {
    known.probe.index = index;
    done(known);
  });
}

void MediaService::start(const api::MediaOrder& order, const Known& known, const media::Wish& wish, double at,
                         rpc::ConnectionId owner, const std::optional<Known>& sound, Opened done) {
  const auto& [film, probe] = known;
  auto asked = wish;
  if (sound) asked.sound = sound->probe;
  const auto plan = fitted(make_plan(probe, film.name, order.can, asked), probe, machine(), asked.height);
  if (plan.mode != media::Mode::repackage)
    return done(Error{ErrorCode::media_unreadable, "the file has neither picture nor sound"});
  media::SessionOrder session{film, probe, plan, at, owner_id(owner), order.viewer};
  if (sound) session.sound = media::Sound{sound->film.url, sound->probe};
  sessions_.open(session, [this, plan, done = std::move(done)](const Result<std::string>& id) {
    if (!id) return done(id.error());
    done(api::MediaOpened{id.value(), http_base_() + "media/" + id.value() + "/", plan});
  });
}

Result<void> MediaService::close(const std::string& session) {
  return sessions_.close(session);
}

void MediaService::left(rpc::ConnectionId owner) {
  sessions_.close_all_of(owner_id(owner));
}

Result<std::shared_ptr<const media::Chunk>> MediaService::chunk(const std::string& session,
                                                                std::int64_t number, base::TimePoint deadline,
                                                                base::CancelToken& cancel) {
  return ask_loop<std::shared_ptr<const media::Chunk>>(
      loop_, deadline, cancel,
      [this, session, number](auto reply) { sessions_.next(session, number, std::move(reply)); });
}

Result<media::SubtitlePart> MediaService::subtitles(const std::string& session, std::size_t from,
                                                    base::TimePoint deadline, base::CancelToken& cancel) {
  return ask_loop<media::SubtitlePart>(loop_, deadline, cancel, [this, session, from](const auto& reply) {
    reply(sessions_.subtitles(session, from));
  });
}

std::optional<std::string> MediaService::find(const media::FilmKey& film) {
  auto text = library_.probe(film.info_hash, film.file);
  if (!text || text.value().empty()) return std::nullopt;
  return std::move(text.value());
}

void MediaService::keep(const media::FilmKey& film, const std::string& text) {
  if (text.size() > kMostKept) return;
  const auto kept = library_.put_probe(film.info_hash, film.file, text);
  if (!kept) base::log(base::LogLevel::warning, "media", kept.error().message);
}

}  // namespace magnetar::app
