#pragma once
// Waits for the end of a process that is no child of this one.

#include <sys/types.h>

#include "base/clock.h"
#include "base/unique_fd.h"

namespace magnetar::app::cli {

/// Refers to one process, even after its number is used again.
class ProcessHandle {
 public:
  explicit ProcessHandle(pid_t pid);
  /// Returns whether the process ends within the deadline. A process without a handle counts as ended.
  [[nodiscard]] bool ends_within(base::Duration deadline) const;

 private:
  base::UniqueFd handle_;
};

}  // namespace magnetar::app::cli
