#pragma once
// An accepted connection: sending and receiving with deadlines, for one thread, which blocks SIGPIPE.

#include <array>
#include <atomic>
#include <string_view>

#include "base/body_bytes.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/unique_fd.h"
#include "http/wake_event.h"

namespace magnetar::http {

/// Every wait ends with cancelled once `stop` is raised.
class Connection {
 public:
  Connection(base::UniqueFd socket, const WakeEvent& stop) : socket_(std::move(socket)), stop_(stop) {}

  /// What came, valid until the next call; empty when the peer sends no more. Errors: timed_out, cancelled,
  /// io_error.
  [[nodiscard]] base::Result<std::string_view> receive(base::TimePoint deadline);

  /// Sends all of it; gives up with timed_out when the peer takes nothing for `patience`. Errors also:
  /// cancelled, io_error when the peer is gone.
  [[nodiscard]] base::Result<void> send(std::string_view bytes, base::Duration patience);

  /// The same for bytes of a file, which go from the page cache to the socket without a copy. A file that
  /// ended before the slice did is an io_error.
  [[nodiscard]] base::Result<void> send(const base::FileSlice& slice, base::Duration patience);

  /// How long its client has neither read nor sent anything that was waited for; 0: nobody waits for it. Any
  /// thread.
  [[nodiscard]] base::Duration still_for(base::TimePoint now) const;
  /// Ends what is sent and received, with a reset. Any thread.
  void give_way();

  /// Makes the close a reset, so that nobody takes the part of a body for the whole.
  void reset();

  /// Says that nothing more follows and reads away what still comes, for at most `patience`: closing a socket
  /// with unread bytes is a reset, which may overtake the answer (RFC 9112 9.6).
  void finish(base::Duration patience);

  [[nodiscard]] int fd() const { return socket_.get(); }

 private:
  [[nodiscard]] base::Result<void> wait(short events, base::TimePoint deadline);

  base::UniqueFd socket_;
  const WakeEvent& stop_;
  std::atomic<base::TimePoint> still_since_ = base::TimePoint::max();  ///< the latest: it is not waited for
  std::array<char, 4096> received_{};
};

}  // namespace magnetar::http
