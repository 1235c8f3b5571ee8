#pragma once
// An accepted connection: sends and receives with deadlines. For one thread, which blocks SIGPIPE.

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

  /// Returns received bytes, valid until the next call; empty at the peer's end of stream. Errors: timed_out,
  /// cancelled, io_error.
  [[nodiscard]] base::Result<std::string_view> receive(base::TimePoint deadline);

  /// Sends all bytes. Errors: timed_out when the peer takes no byte for `patience`, cancelled, io_error when
  /// the peer is gone.
  [[nodiscard]] base::Result<void> send(std::string_view bytes, base::Duration patience);

  /// Sends bytes of a file from the page cache, without a copy. Errors as above; also io_error for a file
  /// that ends before the slice does.
  [[nodiscard]] base::Result<void> send(const base::FileSlice& slice, base::Duration patience);

  /// The time for which the server has waited for the client to read or send; 0 when it does not wait for it.
  /// Any thread.
  [[nodiscard]] base::Duration still_for(base::TimePoint now) const;
  /// Ends sending and receiving, with a reset. Any thread.
  void give_way();

  /// Makes the close a reset, so that the client does not take a partial body for the whole.
  void reset();

  /// Shuts down sending and discards incoming bytes, for at most `patience`: closing a socket with unread
  /// bytes is a reset, which may overtake the answer (RFC 9112 9.6).
  void finish(base::Duration patience);

  [[nodiscard]] int fd() const { return socket_.get(); }

 private:
  [[nodiscard]] base::Result<void> wait(short events, base::TimePoint deadline);

  base::UniqueFd socket_;
  const WakeEvent& stop_;
  std::atomic<base::TimePoint> still_since_ = base::TimePoint::max();  ///< max(): it is not waited for
  std::array<char, 4096> received_{};
};

}  // namespace magnetar::http
