#include "app/media/picture_desk.h"

#include <utility>

#include "api/links.h"
#include "app/torrents/catalog_answers.h"
#include "app/torrents/loop_question.h"
#include "http/media_types.h"
#include "media/probe_reader.h"

namespace magnetar::app {
namespace {

using base::Result;

// Behind the titles, before anything is given away.
constexpr double kPosterShare = 0.1;

}  // namespace

PictureDesk::PictureDesk(base::Loop& loop, TorrentCatalog& catalog, TorrentCatalog::World& world,
                         api::Control& control, media::Launcher& launcher)
    : loop_(loop), catalog_(catalog), world_(world), control_(control), previews_(launcher, loop) {}

void PictureDesk::stop() {
  previews_.stop();
}

Result<media::Picture> PictureDesk::picture(const api::PictureQuestion& question, base::TimePoint deadline,
                                            base::CancelToken& cancel) {
  const media::WishId wish{++wishes_};
  auto answer = ask_loop<media::Picture>(
      loop_, deadline, cancel, [this, wish, question](const Reply& reply) { find(wish, question, reply); });
  // Nobody points there any more, or it took too long.
  if (!answer) loop_.post([this, wish] { previews_.forget(wish); });
  return answer;
}

void PictureDesk::find(media::WishId wish, const api::PictureQuestion& question, const Reply& reply) {
  const auto torrent = catalog_.find(question.id);
  if (!torrent) return reply(unknown_torrent());
  if (!torrent->metadata()) return reply(no_metadata());
  const auto* file = torrent->file(question.file);
  if (file == nullptr) return reply(unknown_file());
  const auto kind = http::media_kind(file->path);
  const bool cover = kind == http::MediaKind::audio;
  if (kind != http::MediaKind::video && !cover) return reply(media::Picture());
  // A cover may be an attachment of Matroska.
  const auto url_of = cover ? api::here_url : api::film_here_url;
  media::PictureOrder order{{torrent->record.info_hash.best(), question.file},
                            url_of(control_.http_base(), question.id, question.file),
                            cover ? 0 : question.second.value_or(0),
                            cover};
  if (!question.second && !cover) return find_poster(wish, order, reply);
  previews_.ask(wish, order, reply);
}

/// The place may not be here; the beginning is, once anything was watched.
void PictureDesk::find_poster(media::WishId wish, const media::PictureOrder& beginning, const Reply& reply) {
  auto order = beginning;
  order.second = static_cast<std::int64_t>(duration_of(order.film) * kPosterShare);
  previews_.ask(wish, order, [this, wish, order, beginning, reply](const media::Picture& picture) {
    if (picture || order.second == beginning.second) return reply(picture);
    previews_.ask(wish, beginning, reply);
  });
}

/// Seconds, as far as somebody has looked into the film; 0: unknown.
double PictureDesk::duration_of(const media::FilmKey& film) const {
  const auto kept = world_.library().probe(film.info_hash, film.file);
  const auto probe = media::read_probe(kept ? kept.value() : std::string());
  return probe ? probe.value().duration : 0;
}

}  // namespace magnetar::app
