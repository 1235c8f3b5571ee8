#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <cstring>

#include "messaging/instance_lock.h"

namespace magnetar::messaging {

base::Result<std::optional<InstanceLock>> InstanceLock::try_lock(const std::filesystem::path& file) {
  const auto failure = [&] {
    return base::Error{base::ErrorCode::io_error, file.string() + ": " + std::strerror(errno), file.string()};
  };
  base::UniqueFd fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd) return failure();
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) == 0) return std::optional(InstanceLock(std::move(fd)));
  if (errno == EWOULDBLOCK) return std::optional<InstanceLock>{};
  return failure();
}

}  // namespace magnetar::messaging
