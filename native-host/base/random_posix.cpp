#include <sys/random.h>

#include <cerrno>
#include <cstdlib>
#include <vector>

#include "base/random.h"

namespace magnetar::base {

std::string random_hex(std::size_t bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::vector<unsigned char> raw(bytes);
  std::size_t filled = 0;
  while (filled < bytes) {
    const ssize_t got = ::getrandom(raw.data() + filled, bytes - filled, 0);
    if (got < 0 && errno == EINTR) continue;
    // A token without random bits would not be safe, so the process ends.
    if (got <= 0) std::abort();
    filled += static_cast<std::size_t>(got);
  }
  std::string text;
  text.reserve(bytes * 2);
  for (const unsigned char byte : raw) {
    text.push_back(kDigits[byte >> 4]);
    text.push_back(kDigits[byte & 15]);
  }
  return text;
}

}  // namespace magnetar::base
