#include "app/media/thumbnail_service.h"

#include <optional>
#include <utility>
#include <vector>

#include "api/links.h"
#include "app/torrents/loop_question.h"
#include "http/media_types.h"
#include "media/probe_reader.h"

namespace magnetar::app {
namespace {

using base::Result;

// The poster comes from behind the titles, but before it shows too much of the plot.
constexpr double kPosterShare = 0.1;

}  // namespace

ThumbnailService::ThumbnailService(base::Loop& loop, const TorrentMap& torrents,
                                   const library::Records& library, std::function<std::string()> http_base,
                                   media::Launcher& launcher)
    : loop_(loop),
      torrents_(torrents),
      library_(library),
      http_base_(std::move(http_base)),
      previews_(launcher, loop) {}

void ThumbnailService::stop() {
  previews_.stop();
}

Result<media::Picture> ThumbnailService::picture(const api::PictureQuestion& question,
                                                 base::TimePoint deadline, base::CancelToken& cancel) {
  const media::PictureRequestId request{++requests_};
  auto answer = ask_loop<media::Picture>(
      loop_, deadline, cancel,
      [this, request, question](const Reply& reply) { find(request, question, reply); });
  // The client has left, or the picture took too long.
  if (!answer) loop_.post([this, request] { previews_.forget(request); });
  return answer;
}

void ThumbnailService::find(media::PictureRequestId request, const api::PictureQuestion& question,
                            const Reply& reply) {
  const auto found = torrents_.get_file(question.id, question.file);
  if (!found) return reply(found.error());
  const auto& [torrent, file] = found.value();
  const auto kind = http::media_kind(file->path);
  const bool cover = kind == http::MediaKind::audio;
  if (kind != http::MediaKind::video && !cover) return reply(media::Picture());
  // A cover may be an attachment of Matroska, which the film route skips.
  const auto url_of = cover ? api::here_url : api::film_here_url;
  media::PictureOrder order{{torrent->record.info_hash.best(), question.file},
                            url_of(http_base_(), question.id, question.file),
                            cover ? 0 : question.second.value_or(0),
                            cover};
  if (!question.second && !cover) return find_poster(request, order, question.id, reply);
  ask(request, order, question.id, reply);
}

/// Asks for the poster. Its place may not be downloaded; the beginning is, once the film was watched.
void ThumbnailService::find_poster(media::PictureRequestId request, const media::PictureOrder& beginning,
                                   const base::TorrentId& id, const Reply& reply) {
  auto order = beginning;
  const auto probe = probe_of(order.film);
  order.second = static_cast<std::int64_t>((probe ? probe->duration : 0) * kPosterShare);
  ask(request, order, id,
      [this, request, order, beginning, reply](const base::Result<media::Picture>& picture) {
        if (picture || order.second == beginning.second) return reply(picture);
        previews_.ask(request, beginning, reply);
      });
}

void ThumbnailService::ask(media::PictureRequestId request, media::PictureOrder order,
                           const base::TorrentId& id, const Reply& reply) {
  const auto probe = order.cover ? std::nullopt : probe_of(order.film);
  const auto recordings = probe ? probe->recordings : std::vector<media::Recording>();
  if (const auto* recording = media::recording_at(recordings, static_cast<double>(order.second))) {
    const auto* next = media::recording_after(recordings, static_cast<double>(order.second));
    order.begins = static_cast<std::int64_t>(recording->at);
    order.url =
        api::part_url(http_base_(), id, order.film.file) + media::byte_range(*recording, next) + "/here";
  }
  previews_.ask(request, order, reply);
}

/// Returns the stored probe of the film, if there is one.
std::optional<media::Probe> ThumbnailService::probe_of(const media::FilmKey& film) const {
  const auto kept = library_.probe(film.info_hash, film.file);
  const auto probe = media::read_probe(kept ? kept.value() : std::string());
  return probe ? std::optional(probe.value()) : std::nullopt;
}

}  // namespace magnetar::app
