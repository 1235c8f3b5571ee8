#include "app/torrents/kept_file.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include "base/unique_fd.h"

namespace magnetar::app {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;
using base::Result;
using base::UniqueFd;

constexpr std::size_t kLongestPart = 240;
constexpr int kMostNames = 1000;
constexpr std::size_t kBlock = 1024 * 1024;
// Unwritten bytes on a slow disk would delay the end of the daemon.
constexpr std::int64_t kSyncEvery = 64 * 1024 * 1024;

Error failure(const fs::path& path, int error) {
  const auto code = error == ENOENT                      ? ErrorCode::not_found
                    : error == ENOSPC || error == EDQUOT ? ErrorCode::disk_full
                                                         : ErrorCode::io_error;
  return {code, path.string() + ": " + std::strerror(error), path.string()};
}

Error stopping() {
  return {ErrorCode::cancelled, "the daemon is stopping"};
}

UniqueFd open_file(const fs::path& path, int flags) {
  return UniqueFd(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0666));
}

/// The file lies in a folder of the cache that only this user may enter. The path has to be a regular file,
/// not a link.
Result<struct stat> look_at(const fs::path& path) {
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0) return failure(path, errno);
  if (!S_ISREG(info.st_mode)) return Error{ErrorCode::io_error, path.string() + " is no file", path.string()};
  return info;
}

std::size_t read_block(int file, std::vector<char>& block) {
  std::size_t filled = 0;
  while (filled < block.size()) {
    const auto count = ::read(file, block.data() + filled, block.size() - filled);
    if (count <= 0) break;
    filled += static_cast<std::size_t>(count);
  }
  return filled;
}

/// Whether two files have the same bytes: a process may have put the file there and ended before it noted it.
bool same_file(const fs::path& one, const fs::path& other, const std::atomic<bool>& stop) {
  const auto first = look_at(one);
  const auto second = look_at(other);
  if (!first || !second || first.value().st_size != second.value().st_size) return false;
  if (first.value().st_dev == second.value().st_dev && first.value().st_ino == second.value().st_ino)
    return true;
  const UniqueFd left = open_file(one, O_RDONLY);
  const UniqueFd right = open_file(other, O_RDONLY);
  if (!left || !right) return false;
  std::vector<char> a(kBlock);
  std::vector<char> b(kBlock);
  while (!stop) {
    const auto count = read_block(left.get(), a);
    if (count != read_block(right.get(), b) ||
        !std::equal(a.begin(), a.begin() + static_cast<long>(count), b.begin()))
      return false;
    if (count < kBlock) return true;
  }
  return false;
}

fs::path numbered(const fs::path& wanted, int number) {
  if (number == 1) return wanted;
  const auto name =
      wanted.stem().string() + " (" + std::to_string(number) + ")" + wanted.extension().string();
  return wanted.parent_path() / name;
}

void sync_folder(const fs::path& folder) {
  const UniqueFd open(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (open) ::fsync(open.get());
}

/// Returns 0 or errno. File systems without RENAME_NOREPLACE (FUSE) are checked for the name first.
int rename_to_free_name(const fs::path& from, const fs::path& to) {
  if (::syscall(SYS_renameat2, AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  struct stat info {};
  if (::lstat(to.c_str(), &info) == 0) return EEXIST;
  return ::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

/// Tries one name after another with `place`, which returns 0 or errno.
template <class Place>
Result<fs::path> at_free_name(const fs::path& source, const fs::path& wanted, const std::atomic<bool>& stop,
                              Place place) {
  for (int number = 1; number <= kMostNames; ++number) {
    if (stop) return stopping();
    const fs::path path = numbered(wanted, number);
    const int error = place(path);
    if (error == 0) {
      sync_folder(path.parent_path());
      return path;
    }
    if (error != EEXIST) return failure(path, error);
    if (same_file(source, path, stop)) return path;
  }
  return failure(wanted, EEXIST);
}

Result<void> copy_bytes(const UniqueFd& from, const UniqueFd& to, const fs::path& target,
                        const std::atomic<bool>& stop) {
  std::int64_t since_sync = 0;
  for (;;) {
    if (stop) return stopping();
    const auto count = ::sendfile(to.get(), from.get(), nullptr, kBlock * 4);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failure(target, errno);
    since_sync += count;
    if (count > 0 && since_sync < kSyncEvery) continue;
    since_sync = 0;
    if (::fdatasync(to.get()) != 0) return failure(target, errno);
    if (count == 0) return base::success();
  }
}

/// The copy has a hidden name until it is complete.
Result<fs::path> copy_for_person(const fs::path& source, const fs::path& wanted,
                                 const std::atomic<bool>& stop) {
  for (int number = 1; number < kMostNames; ++number) {
    if (stop) return stopping();
    const fs::path path = numbered(wanted, number);
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0) break;
    if (same_file(source, path, stop)) return path;
  }
  const fs::path part = wanted.parent_path() / ("." + wanted.filename().string() + ".magnetar-part");
  const UniqueFd from = open_file(source, O_RDONLY);
  if (!from) return failure(source, errno);
  ::unlink(part.c_str());
  const UniqueFd to = open_file(part, O_WRONLY | O_CREAT | O_EXCL);
  if (!to) return failure(part, errno);
  auto placed = [&]() -> Result<fs::path> {
    BOOST_OUTCOME_TRYV(copy_bytes(from, to, part, stop));
    return at_free_name(source, wanted, stop,
                        [&](const fs::path& path) { return rename_to_free_name(part, path); });
  }();
  ::unlink(part.c_str());
  return placed;
}

}  // namespace

fs::path name_for_person(const std::string& path) {
  fs::path result;
  for (const fs::path& part : fs::path(path)) {
    std::string name = part.string();
    if (name.empty() || name == "/" || name == "." || name == "..") continue;
    if (name.size() > kLongestPart) {
      const std::string ending = part.extension().string().size() <= 16 ? part.extension().string() : "";
      std::size_t cut = kLongestPart - ending.size();
      while (cut > 0 && (static_cast<unsigned char>(name[cut]) & 0xC0) == 0x80) --cut;  // a whole character
      name.erase(cut);
      name.append(ending);
    }
    result /= name;
  }
  return result.empty() ? fs::path("film") : result;
}

Result<fs::path> put_for_person(const fs::path& source, const fs::path& wanted,
                                const std::atomic<bool>& stop) {
  BOOST_OUTCOME_TRYV(look_at(source));
  std::error_code error;
  fs::create_directories(wanted.parent_path(), error);
  if (error) return failure(wanted.parent_path(), error.value());
  // The downloaded bytes may not be on the disk yet, and the person is told that the file is kept.
  const UniqueFd film = open_file(source, O_RDONLY);
  if (!film) return failure(source, errno);
  if (::fsync(film.get()) != 0) return failure(source, errno);
  auto linked = at_free_name(source, wanted, stop, [&](const fs::path& path) {
    return ::link(source.c_str(), path.c_str()) == 0 ? 0 : errno;
  });
  if (linked || linked.error().code == ErrorCode::disk_full || linked.error().code == ErrorCode::cancelled)
    return linked;
  return copy_for_person(source, wanted, stop);
}

}  // namespace magnetar::app
