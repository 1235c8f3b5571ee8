#include <sys/stat.h>
#include <sys/statvfs.h>

#include <algorithm>

#include "app/torrents/disk_use.h"

namespace magnetar::app {
namespace {

constexpr std::int64_t kLeast = 4096;

std::int64_t size_of(const std::filesystem::path& path) {
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0) return 0;
  return std::max(kLeast, static_cast<std::int64_t>(info.st_blocks) * 512);
}

}  // namespace

std::int64_t disk_use(const std::filesystem::path& folder) {
  std::int64_t bytes = size_of(folder);
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error))
    bytes += size_of(at->path());
  return bytes;
}

std::optional<DiskRoom> disk_room(std::filesystem::path folder) {
  struct stat info {};
  while (::stat(folder.c_str(), &info) != 0) {
    if (!folder.has_relative_path()) return std::nullopt;
    folder = folder.parent_path();
  }
  struct statvfs space {};
  if (::statvfs(folder.c_str(), &space) != 0) return std::nullopt;
  const auto block = static_cast<std::int64_t>(space.f_frsize);
  return DiskRoom{static_cast<std::uint64_t>(info.st_dev), static_cast<std::int64_t>(space.f_blocks) * block,
                  static_cast<std::int64_t>(space.f_bavail) * block};
}

}  // namespace magnetar::app
