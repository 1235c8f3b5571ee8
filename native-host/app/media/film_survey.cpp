#include "app/media/film_survey.h"

#include <boost/asio/post.hpp>
#include <chrono>
#include <utility>

#include "api/stream_bytes.h"
#include "media/matroska_clusters.h"
#include "media/matroska_head.h"
#include "media/transport_survey.h"

namespace magnetar::app {
namespace {

using base::Result;
using media::FilmIndex;
using media::MatroskaHead;
using media::Survey;

constexpr std::chrono::seconds kMetadataPatience{20};

FilmIndex claimed(const MatroskaHead& head) {
  if (head.index == MatroskaHead::Index::none) return FilmIndex::none;
  return head.index == MatroskaHead::Index::there ? FilmIndex::there : FilmIndex::claimed;
}

Result<Survey> survey_of(media::FilmBytes& film, bool measure) {
  BOOST_OUTCOME_TRY(head, media::read_matroska_head(film));
  Survey found{claimed(head), 0};
  if (!measure) return found;
  BOOST_OUTCOME_TRY(end, media::length_by_clusters(film, head));
  found.end = end;
  return found;
}

Result<Survey> index_of(media::FilmBytes& film) {
  BOOST_OUTCOME_TRY(head, media::read_matroska_head(film));
  BOOST_OUTCOME_TRY(there, media::has_index(film, head));
  return Survey{there ? FilmIndex::there : FilmIndex::none, 0};
}

Result<std::vector<double>> keys_of(media::FilmBytes& film) {
  BOOST_OUTCOME_TRY(head, media::read_matroska_head(film));
  return media::index_times(film, head);
}

}  // namespace

void FilmSurvey::stop() {
  cancel_.cancel();
  threads_.stop();
  threads_.join();
}

void FilmSurvey::survey(const media::Film& film, bool measure, Surveyed done) {
  look<Survey>(
      film, [measure](media::FilmBytes& bytes) { return survey_of(bytes, measure); }, std::move(done));
}

void FilmSurvey::look_for_recordings(const media::Film& film, Joined done) {
  look<media::Recordings>(film, media::find_recordings, std::move(done));
}

void FilmSurvey::look_for_index(const media::Film& film, std::function<void(FilmIndex)> done) {
  look<Survey>(film, index_of, [done = std::move(done)](const Result<Survey>& found) {
    done(found ? found.value().index : FilmIndex::there);
  });
}

void FilmSurvey::look_for_keys(const media::Film& film,
                               std::function<void(const std::vector<double>&)> done) {
  look<std::vector<double>>(film, keys_of,
                            [done = std::move(done)](const Result<std::vector<double>>& found) {
                              done(found ? found.value() : std::vector<double>());
                            });
}

template <class Found>
void FilmSurvey::look(const media::Film& film, std::function<Result<Found>(media::FilmBytes&)> look,
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
