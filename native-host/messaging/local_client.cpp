#include "messaging/local_client.h"

#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

#include "base/unique_fd.h"
#include "messaging/local_address.h"
#include "messaging/stream_channel.h"

namespace magnetar::messaging {
namespace {

base::Error failure(const std::filesystem::path& file, int error) {
  const auto code = error == ENOENT || error == ECONNREFUSED ? base::ErrorCode::not_found
                    : error == EAGAIN                        ? base::ErrorCode::timed_out
                                                             : base::ErrorCode::io_error;
  return {code, file.string() + ": " + std::strerror(error), file.string()};
}

timeval to_timeval(base::Duration duration) {
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
  return {micros / 1'000'000, micros % 1'000'000};
}

}  // namespace

base::Result<std::unique_ptr<FrameChannel>> connect_local(base::Loop& loop,
                                                          const std::filesystem::path& socket,
                                                          ChannelOptions options, base::Duration deadline) {
  MAGNETAR_TRY(address, local_address(socket));
  base::UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  // The send timeout also bounds connect(): a full backlog of a unix(7) socket gives EAGAIN then.
  const timeval timeout = to_timeval(deadline);
  if (!fd || ::setsockopt(fd.get(), SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof(timeout)) != 0 ||
      ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    return failure(socket, errno);
  }
  if (peer_user(fd.get()) != ::geteuid()) {
    return base::Error{base::ErrorCode::not_allowed, socket.string() + " is another user's", socket.string()};
  }
  return open_socket_channel(loop, std::move(fd), std::move(options));
}

}  // namespace magnetar::messaging
