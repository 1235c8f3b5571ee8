#include "messaging/stdio_channel.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/unique_fd.h"
#include "messaging/stream_channel.h"

namespace magnetar::messaging {
namespace {

base::Error failure(const char* what) {
  return {base::ErrorCode::io_error, std::string(what) + ": " + std::strerror(errno)};
}

// Duplicates `from` to `fd`; closes `fd` when `from` is not open.
bool replace(int fd, int from) {
  if (::dup2(from, fd) == fd) return true;
  const base::UniqueFd nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
  return nothing && ::dup2(nothing.get(), fd) == fd;
}

}  // namespace

base::Result<std::unique_ptr<FrameChannel>> open_stdio_channel(base::Loop& loop, ChannelOptions options) {
  base::UniqueFd input(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3));
  if (!input) return failure("standard input");
  base::UniqueFd output(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3));
  if (!output) return failure("standard output");
  if (!replace(STDOUT_FILENO, STDERR_FILENO) || !replace(STDIN_FILENO, -1))
    return failure("standard streams");
  return std::unique_ptr<FrameChannel>(
      std::make_unique<StreamChannel>(loop, std::move(input), std::move(output), std::move(options)));
}

}  // namespace magnetar::messaging
