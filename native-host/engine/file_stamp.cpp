#include "engine/file_stamp.h"

#include <sys/stat.h>

namespace magnetar::engine {
namespace {

FileStamp to_stamp(const struct ::stat& info) {
  return {info.st_size, info.st_mtim.tv_sec * std::int64_t{1'000'000'000} + info.st_mtim.tv_nsec,
          static_cast<std::uint64_t>(info.st_ino)};
}

}  // namespace

bool FileStamp::same_file(const FileStamp& other) const {
  return inode == 0 || other.inode == 0 || inode == other.inode;
}

bool FileStamp::like(const FileStamp& other) const {
  if (missing() || other.missing()) return missing() == other.missing();
  return same_file(other) && size == other.size && changed_ns == other.changed_ns;
}

FileStamp stamp_of(const std::filesystem::path& file) {
  struct ::stat info {};
  return ::stat(file.c_str(), &info) == 0 ? to_stamp(info) : FileStamp{};
}

FileStamp stamp_of(int open_file) {
  struct ::stat info {};
  return ::fstat(open_file, &info) == 0 && info.st_nlink > 0 ? to_stamp(info) : FileStamp{};
}

}  // namespace magnetar::engine
