#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

#include "base/atomic_file.h"
#include "base/random.h"
#include "base/unique_fd.h"

namespace magnetar::base {
namespace {

constexpr std::string_view kTemporary = ".tmp";

Error io_failure(const std::filesystem::path& path, int error) {
  const auto code = error == ENOENT   ? ErrorCode::not_found
                    : error == ENOSPC ? ErrorCode::disk_full
                                      : ErrorCode::io_error;
  return {code, path.string() + ": " + std::strerror(error), path.string()};
}

Result<void> write_all(const UniqueFd& file, const std::filesystem::path& path, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(file.get(), content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return io_failure(path, errno);
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(file.get()) != 0) return io_failure(path, errno);
  return success();
}

Result<void> sync_folder(const std::filesystem::path& folder) {
  const UniqueFd handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle || ::fsync(handle.get()) != 0) return io_failure(folder, errno);
  return success();
}

}  // namespace

Result<void> write_file(const std::filesystem::path& path, std::string_view content, unsigned mode) {
  const std::filesystem::path temporary = path.string() + "." + random_hex(6) + std::string(kTemporary);
  const auto write_and_move = [&]() -> Result<void> {
    const UniqueFd file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (!file) return io_failure(temporary, errno);
    BOOST_OUTCOME_TRYV(write_all(file, temporary, content));
    if (::rename(temporary.c_str(), path.c_str()) != 0) return io_failure(path, errno);
    return sync_folder(path.parent_path());
  };
  auto result = write_and_move();
  if (!result) ::unlink(temporary.c_str());
  return result;
}

void remove_leftovers(const std::filesystem::path& path) {
  const std::string begin = path.filename().string() + ".";
  std::error_code error;
  std::vector<std::filesystem::path> left;
  for (std::filesystem::directory_iterator at(path.parent_path(), error), end; !error && at != end;
       at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (name.starts_with(begin) && name.ends_with(kTemporary)) left.push_back(at->path());
  }
  for (const auto& file : left) std::filesystem::remove(file, error);
}

Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit) {
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return io_failure(path, errno);
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) return io_failure(path, errno);
  if (!S_ISREG(info.st_mode) || static_cast<std::size_t>(info.st_size) > limit) {
    return Error{ErrorCode::io_error, path.string() + " is not a file of the expected size", path.string()};
  }
  std::string content(static_cast<std::size_t>(info.st_size), '\0');
  std::size_t filled = 0;
  while (filled < content.size()) {
    const ssize_t got = ::read(file.get(), content.data() + filled, content.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_failure(path, errno);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  content.resize(filled);
  return content;
}

}  // namespace magnetar::base
