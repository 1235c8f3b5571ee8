#include "engine/distinct_paths.h"

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

/// The paths in use, compared by libtorrent's hashes of paths. Padding files of one size may share a path:
/// they are never written.
class TakenPaths {
 public:
  explicit TakenPaths(const lt::file_storage& files) { files.all_path_hashes(taken_); }

  [[nodiscard]] bool take(const lt::file_storage& files, lt::file_index_t file) {
    const std::uint32_t hash = files.file_path_hash(file, {});
    if (taken_.insert(hash).second) {
      if (files.pad_file_at(file)) padding_.emplace(hash, files.file_size(file));
      return true;
    }
    const auto known = padding_.find(hash);
    return files.pad_file_at(file) && known != padding_.end() && known->second == files.file_size(file);
  }

 private:
  std::unordered_set<std::uint32_t> taken_;
  std::unordered_map<std::uint32_t, std::int64_t> padding_;
};

/// "folder/film.mp4" becomes "folder/film.1.mp4".
std::string numbered(const std::string& path, int number) {
  const auto slash = path.rfind('/');
  const auto dot = path.rfind('.');
  const bool extension = dot != std::string::npos && dot > 0 && (slash == std::string::npos || dot > slash);
  const std::string middle = "." + std::to_string(number);
  return extension ? path.substr(0, dot) + middle + path.substr(dot) : path + middle;
}

}  // namespace

int count_clashes(const lt::file_storage& files) {
  TakenPaths taken(files);
  int clashes = 0;
  for (const lt::file_index_t file : files.file_range()) clashes += taken.take(files, file) ? 0 : 1;
  return clashes;
}

std::optional<lt::file_storage> distinct_paths(const lt::file_storage& files) {
  TakenPaths taken(files);
  std::optional<lt::file_storage> renamed;
  int clashes = 0;
  for (const lt::file_index_t file : files.file_range()) {
    if (taken.take(files, file)) continue;
    if (++clashes > kMostClashes) return std::nullopt;
    if (!renamed) renamed = files;
    const std::string path = files.file_path(file);
    for (int number = 1;; ++number) {
      renamed->rename_file(file, numbered(path, number));
      if (taken.take(*renamed, file)) break;
    }
  }
  return renamed;
}

}  // namespace magnetar::engine
