#include <unistd.h>

#include <cstdlib>
#include <sstream>

#ifdef __APPLE__
#include <mach-o/dyld.h>

#include <array>
#endif

#include "app/registration/surroundings.h"

namespace magnetar::app::registration {
namespace {

namespace fs = std::filesystem;

fs::path absolute_from(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && value[0] == '/' ? fs::path(value) : fs::path();
}

/// Returns the folders of PATH, and those that a shell started by root may lack. Snaps are left out: their
/// programs are wrappers around a sandbox.
std::vector<fs::path> command_folders() {
  std::vector<fs::path> folders;
  const char* path = std::getenv("PATH");
  std::istringstream parts(path == nullptr ? "" : path);
  for (std::string part; std::getline(parts, part, ':');) {
    if (part.starts_with('/') && part != "/snap/bin") folders.emplace_back(part);
  }
  folders.emplace_back("/usr/local/bin");
  folders.emplace_back("/usr/bin");
  return folders;
}

#ifdef __APPLE__
fs::path running_program() {
  std::array<char, 4096> name{};
  auto size = static_cast<std::uint32_t>(name.size());
  std::error_code error;
  return _NSGetExecutablePath(name.data(), &size) == 0 ? fs::canonical(name.data(), error) : fs::path();
}
#else
fs::path running_program() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error);
}
#endif

}  // namespace

base::Result<Surroundings> look_around() {
  Surroundings here;
  here.home = absolute_from("HOME");
  if (here.home.empty()) return base::Error{base::ErrorCode::not_found, "HOME is not set"};
  here.config = absolute_from("XDG_CONFIG_HOME");
  if (here.config.empty()) here.config = here.home / ".config";
  here.command_folders = command_folders();
  here.program = running_program();
  if (here.program.empty())
    return base::Error{base::ErrorCode::not_found, "cannot tell where this program lies"};
  return here;
}

std::string_view system_name() {
#ifdef __APPLE__
  return "macos";
#else
  return "linux";
#endif
}

bool is_executable(const fs::path& file) {
  std::error_code error;
  return fs::is_regular_file(file, error) && ::access(file.c_str(), X_OK) == 0;
}

fs::path find_command(const std::string& name, const std::vector<fs::path>& folders) {
  for (const fs::path& folder : folders) {
    if (is_executable(folder / name)) return folder / name;
  }
  return {};
}

}  // namespace magnetar::app::registration
