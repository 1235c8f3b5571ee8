#include "http/connection.h"

#include <poll.h>
#include <sys/sendfile.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <system_error>

namespace magnetar::http {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::size_t kDrainLimit = 256 * 1024;

Error failure(const char* what) {
  return {ErrorCode::io_error, std::string(what) + ": " + std::generic_category().message(errno)};
}

int milliseconds_until(base::TimePoint deadline) {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(deadline - base::SystemClock().now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, std::numeric_limits<int>::max()));
}

bool would_wait() {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

}  // namespace

base::Result<void> Connection::wait(short events, base::TimePoint deadline) {
  std::array<pollfd, 2> waits{{{socket_.get(), events, 0}, {stop_.fd(), POLLIN, 0}}};
  still_since_ = base::SystemClock().now();
  const int ready = ::poll(waits.data(), waits.size(), milliseconds_until(deadline));
  still_since_ = base::TimePoint::max();
  if (ready < 0 && errno != EINTR) return failure("poll");
  if (ready == 0) return Error{ErrorCode::timed_out, "the client did not move"};
  if (ready > 0 && waits[1].revents != 0) return Error{ErrorCode::cancelled, "the server stops"};
  return base::success();
}

base::Result<std::string_view> Connection::receive(base::TimePoint deadline) {
  for (;;) {
    // The wait also checks `stop`, so that a client that never pauses does not outlive the stop.
    BOOST_OUTCOME_TRYV(wait(POLLIN, deadline));
    const auto size = ::recv(socket_.get(), received_.data(), received_.size(), 0);
    if (size >= 0) return std::string_view(received_.data(), static_cast<std::size_t>(size));
    if (!would_wait()) return failure("recv");
  }
}

base::Result<void> Connection::send(std::string_view bytes, base::Duration patience) {
  while (!bytes.empty()) {
    const auto size = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(size));
      continue;
    }
    if (!would_wait()) return failure("send");
    BOOST_OUTCOME_TRYV(wait(POLLOUT, base::SystemClock().now() + patience));
  }
  return base::success();
}

base::Result<void> Connection::send(const base::FileSlice& slice, base::Duration patience) {
  off_t at = slice.offset;
  const off_t end = slice.offset + slice.size;
  while (at < end) {
    const auto size = ::sendfile(socket_.get(), slice.file->get(), &at, static_cast<std::size_t>(end - at));
    if (size > 0) continue;  // sendfile() has advanced `at`
    if (size == 0) return Error{ErrorCode::io_error, "the file is shorter than it was"};
    if (!would_wait()) return failure("sendfile");
    BOOST_OUTCOME_TRYV(wait(POLLOUT, base::SystemClock().now() + patience));
  }
  return base::success();
}

base::Duration Connection::still_for(base::TimePoint now) const {
  return std::max(base::Duration(0), now - std::min(now, still_since_.load()));
}

void Connection::give_way() {
  reset();
  ::shutdown(socket_.get(), SHUT_RDWR);
}

void Connection::reset() {
  const linger abort{1, 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &abort, sizeof(abort));
}

void Connection::finish(base::Duration patience) {
  ::shutdown(socket_.get(), SHUT_WR);
  const auto deadline = base::SystemClock().now() + patience;
  for (std::size_t drained = 0; drained < kDrainLimit;) {
    const auto bytes = receive(deadline);
    if (!bytes || bytes.value().empty()) return;
    drained += bytes.value().size();
  }
}

}  // namespace magnetar::http
