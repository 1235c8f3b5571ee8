#pragma once
// Checks of fuzz targets: a rule that an input breaks ends the process with SIGABRT.

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include <string>
#include <string_view>

namespace magnetar::fuzz {

/// Ends the process when `holds` is false, and prints the rule and the line.
inline void require(bool holds, const char* what, const char* file = __builtin_FILE(),
                    int line = __builtin_LINE()) {
  if (holds) return;
  std::fprintf(stderr, "%s:%d: it does not hold that %s\n", file, line, what);
  std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// Numbers and texts from the bytes of an input, from its beginning on; zeros behind its end.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : rest_(text_of(data, size)) {}

  std::uint8_t byte() { return static_cast<std::uint8_t>(take(1).front()); }
  /// A number of so many bytes, little-endian.
  std::uint64_t number(int bytes) {
    std::uint64_t value = 0;
    for (int i = 0; i < bytes; ++i) value |= static_cast<std::uint64_t>(byte()) << (8 * i);
    return value;
  }
  /// A number below `limit`, which is no larger than 65536.
  std::size_t below(std::size_t limit) { return number(2) % limit; }
  std::string_view rest() const { return rest_; }
  bool empty() const { return rest_.empty(); }

 private:
  std::string take(std::size_t size) {
    std::string taken(rest_.substr(0, size));
    rest_.remove_prefix(taken.size());
    taken.resize(size, '\0');
    return taken;
  }

  std::string_view rest_;
};

}  // namespace magnetar::fuzz
