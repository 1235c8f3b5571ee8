#pragma once
// Restricts a program's access to files and network when bubblewrap does not work (Landlock, landlock(7)).

#include <cstdint>
#include <vector>

namespace magnetar::app::airlock {

struct LandlockRules {
  std::uint16_t port = 0;               ///< the only port for connect(), if the kernel supports it (6.7)
  std::vector<const char*> readable{};  ///< files and folders besides those of the system
  std::vector<const char*> devices{};   ///< to be read and written
};

/// Restricts this process and its children for good: they read and execute the system's programs and
/// libraries and the paths of the rules, and write no file. Returns 0 or an error number: ENOSYS or
/// EOPNOTSUPP when the kernel has no Landlock.
[[nodiscard]] int restrict_to(const LandlockRules& rules);

}  // namespace magnetar::app::airlock
