#pragma once
// The right to be this user's daemon: a lock on a file, let go by the system however the holder ends.

#include <filesystem>
#include <optional>
#include <utility>

#include "base/error.h"
#include "base/unique_fd.h"

namespace magnetar::messaging {

/// Held for the life of the object; not passed on to child processes. The file stays, only its lock counts.
class InstanceLock {
 public:
  /// Nothing when another process holds it. Makes the file (mode 0600) in its existing folder.
  [[nodiscard]] static base::Result<std::optional<InstanceLock>> try_lock(const std::filesystem::path& file);

 private:
  explicit InstanceLock(base::UniqueFd held) : held_(std::move(held)) {}

  base::UniqueFd held_;
};

}  // namespace magnetar::messaging
