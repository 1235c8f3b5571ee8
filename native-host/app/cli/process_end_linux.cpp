#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <chrono>

#include "app/cli/process_end.h"

namespace magnetar::app::cli {

// glibc 2.36 declares pidfd_open() without C linkage, so the call is made directly.
ProcessHandle::ProcessHandle(pid_t pid) : handle_(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))) {}

bool ProcessHandle::ends_within(base::Duration deadline) const {
  if (!handle_) return true;
  pollfd entry{handle_.get(), POLLIN, 0};
  const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(deadline).count();
  return ::poll(&entry, 1, static_cast<int>(millis)) == 1;
}

}  // namespace magnetar::app::cli
