#pragma once
// Reads the containers of films for facts that ffprobe does not report, on threads that may wait for bytes.

#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <vector>

#include "api/streams.h"
#include "base/cancel_token.h"
#include "base/executor.h"
#include "media/film_bytes.h"
#include "media/prober.h"

namespace magnetar::app {

/// Loop thread only. Answers under way at stop() are dropped.
class ContainerInspector final : public media::Inspector {
 public:
  explicit ContainerInspector(base::Executor& loop) : loop_(loop) {}
  ~ContainerInspector() override { stop(); }
  ContainerInspector(const ContainerInspector&) = delete;
  ContainerInspector& operator=(const ContainerInspector&) = delete;

  /// To be called first; `streams` must outlive stop().
  void read_from(api::Streams& streams) { streams_ = &streams; }
  /// Cancels the inspections under way and joins their threads.
  void stop();

  void inspection(const media::Film& film, bool measure, Inspected done) override;
  void look_for_recordings(const media::Film& film, Joined done) override;
  /// Checks whether a file that claims to have an index has one. An unreadable file counts as having one.
  void look_for_index(const media::Film& film, std::function<void(media::FilmIndex)> done);
  /// Reads the times of key frames from the film's index, in the container's time; none when there is no
  /// index or it cannot be read.
  void look_for_keys(const media::Film& film, std::function<void(const std::vector<double>&)> done);

 private:
  template <class Found>
  void look(const media::Film& film, std::function<base::Result<Found>(media::FilmBytes&)> look,
            std::function<void(const base::Result<Found>&)> done);

  base::Executor& loop_;
  api::Streams* streams_ = nullptr;
  base::CancelToken cancel_;
  boost::asio::thread_pool threads_{4};
};

}  // namespace magnetar::app
