// A preloaded library that delays each write to a file whose path contains MAGNETAR_SLOW_PATH by
// MAGNETAR_SLOW_MS, to simulate a slow disk.

#include <dlfcn.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

bool is_slow(int file) {
  static const char* const part = std::getenv("MAGNETAR_SLOW_PATH");
  if (part == nullptr) return false;
  std::array<char, 4096> path{};
  const std::string link = "/proc/self/fd/" + std::to_string(file);
  return ::readlink(link.c_str(), path.data(), path.size() - 1) > 0 &&
         std::strstr(path.data(), part) != nullptr;
}

void delay(int file) {
  if (!is_slow(file)) return;
  static const char* const text = std::getenv("MAGNETAR_SLOW_MS");
  const long milliseconds = text == nullptr ? 0 : std::atol(text);
  const timespec time{milliseconds / 1000, milliseconds % 1000 * 1'000'000};
  ::nanosleep(&time, nullptr);
}

template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

ssize_t write(int file, const void* bytes, size_t size) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t)>("write");
  delay(file);
  return real(file, bytes, size);
}

ssize_t pwrite(int file, const void* bytes, size_t size, off_t offset) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
  delay(file);
  return real(file, bytes, size, offset);
}

ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t offset) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64");
  delay(file);
  return real(file, bytes, size, offset);
}

int fsync(int file) {
  static const auto real = next<int (*)(int)>("fsync");
  delay(file);
  return real(file);
}

int fdatasync(int file) {
  static const auto real = next<int (*)(int)>("fdatasync");
  delay(file);
  return real(file);
}

}  // extern "C"
