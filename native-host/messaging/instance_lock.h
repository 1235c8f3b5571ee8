#pragma once
// Ensures that one daemon runs per user: a lock on a file, which the system releases when its holder ends.

#include <filesystem>
#include <optional>
#include <utility>

#include "base/error.h"
#include "base/unique_fd.h"

namespace magnetar::messaging {

/// Holds the lock for its life; child processes do not inherit it. The file stays, only its lock counts.
class InstanceLock {
 public:
  /// No value when another process holds the lock. Creates the file (mode 0600) in an existing folder.
  [[nodiscard]] static base::Result<std::optional<InstanceLock>> try_lock(const std::filesystem::path& file);

 private:
  explicit InstanceLock(base::UniqueFd held) : held_(std::move(held)) {}

  base::UniqueFd held_;
};

}  // namespace magnetar::messaging
