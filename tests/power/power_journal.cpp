// A journal of a program's file system calls, for tests of power cuts. Loaded with LD_PRELOAD; every change
// below the folder $MAGNETAR_POWER_FOLDER is made, and noted in the file $MAGNETAR_POWER_JOURNAL. From the
// journal power_cut.mjs makes the states that a disk could hold after a power cut at any moment.
//
// An entry: kind (one character), number of the file, offset, length of the data (8 bytes each,
// little-endian), and the data: a path, two paths with a 0 between, or bytes. Numbers name files, not
// descriptors: a file keeps its number when it is renamed.

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cstdarg>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace {

std::mutex mutex;

template <class Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

int journal() {
  static const int file = [] {
    const char* path = std::getenv("MAGNETAR_POWER_JOURNAL");
    const auto open = next<int(const char*, int, ...)>("open");
    return path == nullptr ? -1 : open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  }();
  return file;
}

std::string_view folder() {
  static const std::string path = [] {
    const char* named = std::getenv("MAGNETAR_POWER_FOLDER");
    return std::string(named == nullptr ? "" : named);
  }();
  return path;
}

// Entries are in the order of the calls: the mutex is held while a change is made and noted.
void note(char kind, std::uint64_t file, std::uint64_t offset, std::string_view content) {
  std::array<std::uint64_t, 3> numbers{file, offset, content.size()};
  std::string entry(1, kind);
  entry.append(reinterpret_cast<const char*>(numbers.data()), sizeof(numbers));
  entry.append(content);
  const auto write = next<ssize_t(int, const void*, std::size_t)>("write");
  if (write(journal(), entry.data(), entry.size()) != static_cast<ssize_t>(entry.size())) std::abort();
}

/// The path of an open file below the folder; empty when it lies elsewhere, or is no regular file.
std::string path_of(int descriptor) {
  std::array<char, 4096> target{};
  const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
  const ssize_t size = ::readlink(link.c_str(), target.data(), target.size() - 1);
  const std::string_view path(target.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  return !folder().empty() && path.starts_with(folder()) ? std::string(path) : std::string();
}

std::uint64_t number_of(int descriptor) {
  struct stat info {};
  return ::fstat(descriptor, &info) == 0 ? info.st_ino : 0;
}

bool is_ours(const char* path) {
  return journal() >= 0 && !folder().empty() && std::string_view(path).starts_with(folder());
}

bool is_ours(int descriptor) {
  return journal() >= 0 && !path_of(descriptor).empty();
}

template <class Call>
auto noted(bool ours, char kind, Call call, const auto& say) {
  if (!ours) return call();
  const std::lock_guard lock(mutex);
  const auto result = call();
  const int error = errno;
  if (result >= 0) say(kind, result);
  errno = error;
  return result;
}

int open_file(const char* name, const char* path, int flags, mode_t mode) {
  const auto open = next<int(const char*, int, ...)>(name);
  struct stat before {};
  const bool ours = is_ours(path) && (flags & (O_CREAT | O_TRUNC)) != 0;
  const bool is_new = ours && ::stat(path, &before) != 0;
  return noted(
      ours, 'c', [&] { return open(path, flags, mode); },
      [&](char kind, int file) {
        if (is_new) return note(kind, number_of(file), 0, path);
        if ((flags & O_TRUNC) != 0) note('t', number_of(file), 0, {});
      });
}

ssize_t write_at(const char* name, int file, const void* bytes, std::size_t size, off_t offset) {
  const auto write = next<ssize_t(int, const void*, std::size_t, off_t)>(name);
  return noted(
      is_ours(file), 'w', [&] { return write(file, bytes, size, offset); },
      [&](char kind, ssize_t done) {
        note(kind, number_of(file), static_cast<std::uint64_t>(offset),
             {static_cast<const char*>(bytes), static_cast<std::size_t>(done)});
      });
}

int sync(const char* name, int file) {
  const auto call = next<int(int)>(name);
  return noted(
      is_ours(file), 's', [&] { return call(file); },
      [&](char kind, int) { note(kind, number_of(file), 0, path_of(file)); });
}

int truncate(const char* name, int file, off_t size) {
  const auto call = next<int(int, off_t)>(name);
  return noted(
      is_ours(file), 't', [&] { return call(file, size); },
      [&](char kind, int) { note(kind, number_of(file), static_cast<std::uint64_t>(size), {}); });
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const auto mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
  va_end(more);
  return open_file("open", path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const auto mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
  va_end(more);
  return open_file("open64", path, flags, mode);
}

ssize_t write(int file, const void* bytes, std::size_t size) {
  const auto call = next<ssize_t(int, const void*, std::size_t)>("write");
  const off_t offset = is_ours(file) ? ::lseek(file, 0, SEEK_CUR) : 0;
  return noted(
      is_ours(file), 'w', [&] { return call(file, bytes, size); },
      [&](char kind, ssize_t done) {
        note(kind, number_of(file), static_cast<std::uint64_t>(offset),
             {static_cast<const char*>(bytes), static_cast<std::size_t>(done)});
      });
}

ssize_t pwrite(int file, const void* bytes, std::size_t size, off_t offset) {
  return write_at("pwrite", file, bytes, size, offset);
}

ssize_t pwrite64(int file, const void* bytes, std::size_t size, off64_t offset) {
  return write_at("pwrite64", file, bytes, size, offset);
}

int fsync(int file) {
  return sync("fsync", file);
}

int fdatasync(int file) {
  return sync("fdatasync", file);
}

int ftruncate(int file, off_t size) {
  return truncate("ftruncate", file, size);
}

int ftruncate64(int file, off64_t size) {
  return truncate("ftruncate64", file, size);
}

int rename(const char* from, const char* to) {
  const auto call = next<int(const char*, const char*)>("rename");
  return noted(
      is_ours(to), 'r', [&] { return call(from, to); },
      [&](char kind, int) { note(kind, 0, 0, std::string(from) + '\0' + to); });
}

int unlink(const char* path) {
  const auto call = next<int(const char*)>("unlink");
  return noted(
      is_ours(path), 'u', [&] { return call(path); }, [&](char kind, int) { note(kind, 0, 0, path); });
}

int mkdir(const char* path, mode_t mode) {
  const auto call = next<int(const char*, mode_t)>("mkdir");
  return noted(
      is_ours(path), 'd', [&] { return call(path, mode); }, [&](char kind, int) { note(kind, 0, 0, path); });
}

}  // extern "C"
