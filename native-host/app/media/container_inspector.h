#pragma once
// Looks into films for what ffprobe does not tell, on threads that may wait for the bytes.

#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <vector>

#include "api/streams.h"
#include "base/cancel_token.h"
#include "base/executor.h"
#include "media/film_bytes.h"
#include "media/prober.h"

namespace magnetar::app {

/// Loop thread only. Answers that are still under way after stop() are never given.
class ContainerInspector final : public media::Inspector {
 public:
  explicit ContainerInspector(base::Executor& loop) : loop_(loop) {}
  ~ContainerInspector() override { stop(); }
  ContainerInspector(const ContainerInspector&) = delete;
  ContainerInspector& operator=(const ContainerInspector&) = delete;

  /// Before anything else; `streams` must outlive stop().
  void read_from(api::Streams& streams) { streams_ = &streams; }
  /// Ends what is under way and waits for its threads.
  void stop();

  void inspection(const media::Film& film, bool measure, Inspected done) override;
  void look_for_recordings(const media::Film& film, Joined done) override;
  /// Where the file claims to have an index: whether it has. What cannot be read counts as there.
  void look_for_index(const media::Film& film, std::function<void(media::FilmIndex)> done);
  /// The times of the key pictures that its index tells, counted by the container's own clock; none where it
  /// has none or it cannot be read.
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
