#pragma once
// Waiting for the end of a process that is nobody's child here.

#include <sys/types.h>

#include "base/clock.h"
#include "base/unique_fd.h"

namespace magnetar::app::cli {

/// Names one process even after its number is given to another.
class ProcessHandle {
 public:
  explicit ProcessHandle(pid_t pid);
  /// Whether it has ended by then. A process that could not be named counts as ended.
  [[nodiscard]] bool ends_within(base::Duration deadline) const;

 private:
  base::UniqueFd handle_;
};

}  // namespace magnetar::app::cli
