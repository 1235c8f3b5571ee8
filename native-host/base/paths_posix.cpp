#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

#include "base/paths.h"

namespace magnetar::base {
namespace {

std::optional<std::filesystem::path> absolute_from(const char* variable) {
  const char* value = std::getenv(variable);
  if (value == nullptr || value[0] != '/') return std::nullopt;
  return std::filesystem::path(value);
}

Result<std::filesystem::path> folder(const char* variable, const char* below_home) {
  if (auto base = absolute_from(variable)) return *base / "magnetar";
  if (auto home = absolute_from("HOME")) return *home / below_home / "magnetar";
  return Error{ErrorCode::not_found, std::string("neither ") + variable + " nor HOME is set"};
}

Error io_failure(const std::filesystem::path& path, int error) {
  return {ErrorCode::io_error, path.string() + ": " + std::strerror(error), path.string()};
}

}  // namespace

Result<Paths> user_paths() {
  MAGNETAR_TRY(config, folder("XDG_CONFIG_HOME", ".config"));
  MAGNETAR_TRY(state, folder("XDG_STATE_HOME", ".local/state"));
  MAGNETAR_TRY(cache, folder("XDG_CACHE_HOME", ".cache"));
  const auto runtime = absolute_from("XDG_RUNTIME_DIR");
  return Paths{config, state, cache, runtime ? *runtime / "magnetar" : state / "run"};
}

namespace {

/// A folder of user-dirs.dirs, whose lines are XDG_NAME_DIR="$HOME/folder" or an absolute path.
std::optional<std::filesystem::path> user_folder(const std::filesystem::path& list, std::string_view name,
                                                 const std::filesystem::path& home) {
  std::ifstream lines(list);
  std::optional<std::filesystem::path> found;
  std::string begin(name);
  begin += "=\"";
  for (std::string line; std::getline(lines, line);) {
    line.erase(0, line.find_first_not_of(" \t"));
    const auto end = line.rfind('"');
    if (!line.starts_with(begin) || end < begin.size()) continue;
    const std::string value = line.substr(begin.size(), end - begin.size());
    if (value.starts_with("$HOME/")) found = home / value.substr(6);
    if (value.starts_with('/')) found = value;
  }
  return found;
}

}  // namespace

Result<std::filesystem::path> downloads_folder() {
  const auto home = absolute_from("HOME");
  if (!home) return Error{ErrorCode::not_found, "HOME is not set"};
  const auto config = absolute_from("XDG_CONFIG_HOME").value_or(*home / ".config");
  return user_folder(config / "user-dirs.dirs", "XDG_DOWNLOAD_DIR", *home).value_or(*home / "Downloads");
}

Result<void> make_private_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder.parent_path(), error);
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return io_failure(folder, errno);
  struct stat info {};
  if (::lstat(folder.c_str(), &info) != 0) return io_failure(folder, errno);
  if (!S_ISDIR(info.st_mode) || info.st_uid != ::geteuid()) {
    return Error{ErrorCode::io_error, folder.string() + " is not a folder of this user", folder.string()};
  }
  if ((info.st_mode & 077) != 0 && ::chmod(folder.c_str(), 0700) != 0) return io_failure(folder, errno);
  return success();
}

}  // namespace magnetar::base
