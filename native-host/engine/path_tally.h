#pragma once
// Counts the files and folders that a torrent names, before libtorrent makes paths of them.

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"

namespace magnetar::engine {

/// Limits of one torrent; libtorrent 2.0.8 has none for them.
constexpr int kMostFiles = 50'000;
constexpr int kMostPaddingFiles = 50'000;
constexpr std::size_t kMostFolders = 10'000;
constexpr std::size_t kDeepestPath = 128;        ///< names in a path
constexpr std::size_t kLongestFilePath = 3'500;  ///< bytes, with separators; PATH_MAX minus the cache folder
constexpr std::int64_t kMostPathBytes = 16'777'216;  ///< of all paths together

/// The paths of one torrent, in the order of its metadata.
class PathTally {
 public:
  /// Adds the path of one file, from its first folder to its name. Errors: bad_torrent.
  [[nodiscard]] base::Result<void> add(std::span<const std::string_view> names, bool padding);

  [[nodiscard]] int files() const { return files_; }

 private:
  [[nodiscard]] base::Result<void> enter(std::span<const std::string_view> folders);

  int files_ = 0;
  int padding_files_ = 0;
  std::int64_t path_bytes_ = 0;
  std::set<std::string, std::less<>> folders_;
  std::int64_t folder_bytes_ = 0;
  std::int64_t changes_ = 0;  ///< files that lie in another folder than the file before them
  std::string last_folder_;
};

}  // namespace magnetar::engine
