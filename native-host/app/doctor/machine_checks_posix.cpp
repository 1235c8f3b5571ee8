#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "app/doctor/machine_checks.h"

namespace magnetar::app::doctor {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMiB = 1024 * 1024;
constexpr std::uintmax_t kTooLittle = 100 * kMiB;
constexpr std::uintmax_t kScarce = 2048 * kMiB;

std::string gibibytes(std::uintmax_t bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f GiB", static_cast<double>(bytes) / (1024.0 * 1024.0 * 1024.0));
  return text;
}

Finding runtime_failure(const std::string& text, const fs::path& path) {
  return {Level::failure, "runtime folder", text,
          "run `magnetar stop`, then `rm -r \"" + path.string() + "\"`; the daemon makes it anew"};
}

/// Returns the fault of `path`; empty when it belongs to this user alone.
std::string trouble_with(const fs::path& path, mode_t kind) {
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0) return path.string() + ": " + std::strerror(errno);
  if ((info.st_mode & S_IFMT) != kind) return path.string() + " is not what it should be";
  if (info.st_uid != ::geteuid()) return path.string() + " belongs to another user";
  if ((info.st_mode & 077) != 0) return path.string() + " is open to other users";
  return {};
}

bool is_there(const fs::path& path) {
  std::error_code error;
  return fs::exists(fs::symlink_status(path, error));
}

}  // namespace

Finding check_programs(const registration::Surroundings& here) {
  if (registration::is_executable(here.host())) {
    return {Level::ok, "programs", "magnetar and magnetar-host in " + here.program.parent_path().string()};
  }
  return {Level::failure, "programs", here.host().string() + " is missing or cannot be started",
          "install Magnetar again: installer/install.sh"};
}

Finding check_runtime_folder(const base::Paths& paths) {
  if (!is_there(paths.runtime))
    return {Level::ok, "runtime folder", "not made yet: " + paths.runtime.string()};
  if (const auto trouble = trouble_with(paths.runtime, S_IFDIR); !trouble.empty()) {
    return runtime_failure(trouble, paths.runtime);
  }
  if (is_there(paths.socket())) {
    if (const auto trouble = trouble_with(paths.socket(), S_IFSOCK); !trouble.empty()) {
      return runtime_failure(trouble, paths.runtime);
    }
  }
  return {Level::ok, "runtime folder", paths.runtime.string() + ", closed to other users"};
}

Finding judge_disk(const fs::path& folder, std::uintmax_t free_bytes) {
  const std::string text = gibibytes(free_bytes) + " free for films in " + folder.string();
  const std::string fix = "free some space, or: magnetar settings set cache_folder=/another/disk/films";
  if (free_bytes < kTooLittle) return {Level::failure, "disk", text, fix};
  if (free_bytes < kScarce) return {Level::warning, "disk", text, fix};
  return {Level::ok, "disk", text};
}

Finding check_disk(const fs::path& folder) {
  fs::path there = folder;
  while (!is_there(there) && there.has_relative_path()) there = there.parent_path();
  std::error_code error;
  const auto space = fs::space(there, error);
  if (error) return {Level::failure, "disk", there.string() + ": " + error.message(), "check the disk"};
  return judge_disk(folder, space.available);
}

Finding find_ffmpeg(const registration::Surroundings& here) {
  const auto found = registration::find_command("ffmpeg", here.command_folders);
  const bool both = !registration::find_command("ffprobe", here.command_folders).empty();
  if (!found.empty() && both) return {Level::ok, "ffmpeg", found.string()};
  return {Level::warning, "ffmpeg", "not found; films that a browser cannot play as they are will not play",
          "apt-get install ffmpeg"};
}

}  // namespace magnetar::app::doctor
