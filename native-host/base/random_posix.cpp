#include <sys/random.h>

#include <cerrno>
#include <cstdlib>

#include "base/coding.h"
#include "base/random.h"

namespace magnetar::base {

std::string random_hex(std::size_t bytes) {
  std::string raw(bytes, 0);
  std::size_t filled = 0;
  while (filled < bytes) {
    const ssize_t got = ::getrandom(raw.data() + filled, bytes - filled, 0);
    if (got < 0 && errno == EINTR) continue;
    // A token without random bits would not be safe, so the process ends.
    if (got <= 0) std::abort();
    filled += static_cast<std::size_t>(got);
  }
  return to_hex(raw);
}

}  // namespace magnetar::base
