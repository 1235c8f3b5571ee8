#pragma once
// What a program may reach where bubblewrap does not work (Landlock, landlock(7)).

#include <cstdint>
#include <vector>

namespace magnetar::app::airlock {

struct LandlockRules {
  std::uint16_t port = 0;               ///< the only one it connects to, where the kernel can tell (6.7)
  std::vector<const char*> readable{};  ///< files and folders besides those of the system
  std::vector<const char*> devices{};   ///< to read and to write
};

/// For this process and all that it starts, for good: it reads and executes the system's programs and
/// libraries and what the rules name, and writes nothing. 0, or an error number: ENOSYS or EOPNOTSUPP where
/// the kernel has no Landlock.
[[nodiscard]] int restrict_to(const LandlockRules& rules);

}  // namespace magnetar::app::airlock
