#include "media/programs.h"

#include <unistd.h>

#include <algorithm>

namespace magnetar::media {

namespace fs = std::filesystem;

fs::path find_program(std::string_view name, std::string_view search_path) {
  auto rest = search_path.empty() ? std::string_view("/usr/local/bin:/usr/bin:/bin") : search_path;
  while (!rest.empty()) {
    const auto end = std::min(rest.find(':'), rest.size());
    const fs::path candidate = fs::path(rest.substr(0, end)) / name;
    rest.remove_prefix(std::min(end + 1, rest.size()));
    std::error_code error;
    if (!candidate.is_absolute() || !fs::is_regular_file(candidate, error)) continue;
    if (::access(candidate.c_str(), X_OK) != 0) continue;
    auto file = fs::canonical(candidate, error);
    if (!error) return file;
  }
  return {};
}

fs::path beside_this_program(std::string_view name) {
  std::error_code error;
  const auto program = fs::read_symlink("/proc/self/exe", error).parent_path() / name;
  return !error && ::access(program.c_str(), X_OK) == 0 ? program : fs::path();
}

bool is_of_the_system(const fs::path& program) {
  return program.native().starts_with("/usr/");
}

}  // namespace magnetar::media
