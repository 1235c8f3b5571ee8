#include "app/media/container_inspector.h"

#include <boost/asio/post.hpp>
#include <chrono>
#include <utility>

#include "api/stream_bytes.h"
#include "media/matroska_clusters.h"
#include "media/matroska_head.h"
#include "media/transport_inspection.h"

namespace magnetar::app {
namespace {

using base::Result;
using media::FilmIndex;
using media::Inspection;
using media::MatroskaHead;

constexpr std::chrono::seconds kMetadataPatience{20};

FilmIndex claimed(const MatroskaHead& head) {
  if (head.index == MatroskaHead::Index::none) return FilmIndex::none;
  return head.index == MatroskaHead::Index::there ? FilmIndex::there : FilmIndex::claimed;
}

Result<Inspection> inspection_of(media::FilmBytes& film, bool measure) {
  MAGNETAR_TRY(head, media::read_matroska_head(film));
  Inspection found{claimed(head), 0};
  if (!measure) return found;
  MAGNETAR_TRY(end, media::length_by_clusters(film, head));
  found.end = end;
  return found;
}

Result<Inspection> index_of(media::FilmBytes& film) {
  MAGNETAR_TRY(head, media::read_matroska_head(film));
  MAGNETAR_TRY(there, media::has_index(film, head));
  return Inspection{there ? FilmIndex::there : FilmIndex::none, 0};
}

Result<std::vector<double>> keys_of(media::FilmBytes& film) {
  MAGNETAR_TRY(head, media::read_matroska_head(film));
  return media::index_times(film, head);
}

}  // namespace

void ContainerInspector::stop() {
  cancel_.cancel();
  threads_.stop();
  threads_.join();
}

void ContainerInspector::inspection(const media::Film& film, bool measure, Inspected done) {
  look<Inspection>(
      film, [measure](media::FilmBytes& bytes) { return inspection_of(bytes, measure); }, std::move(done));
}

void ContainerInspector::look_for_recordings(const media::Film& film, Joined done) {
  look<media::Recordings>(film, media::find_recordings, std::move(done));
}

void ContainerInspector::look_for_index(const media::Film& film, std::function<void(FilmIndex)> done) {
  look<Inspection>(film, index_of, [done = std::move(done)](const Result<Inspection>& found) {
    done(found ? found.value().index : FilmIndex::there);
  });
}

void ContainerInspector::look_for_keys(const media::Film& film,
                                       std::function<void(const std::vector<double>&)> done) {
  look<std::vector<double>>(film, keys_of,
                            [done = std::move(done)](const Result<std::vector<double>>& found) {
                              done(found ? found.value() : std::vector<double>());
                            });
}

template <class Found>
void ContainerInspector::look(const media::Film& film, std::function<Result<Found>(media::FilmBytes&)> look,
                              std::function<void(const Result<Found>&)> done) {
  boost::asio::post(threads_, [this, film, look = std::move(look), done = std::move(done)] {
    const auto deadline = std::chrono::steady_clock::now() + kMetadataPatience;
    const auto file = streams_->file(film.torrent, film.key.file, deadline, cancel_);
    auto found = [&]() -> Result<Found> {
      if (!file) return file.error();
      api::StreamBytes bytes(file.value(), film.viewer, cancel_);
      return look(bytes);
    }();
    loop_.post([done, found = std::move(found)] { done(found); });
  });
}

}  // namespace magnetar::app
