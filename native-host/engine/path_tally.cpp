#include "engine/path_tally.h"

#include <vector>

#include "engine/failure.h"

namespace magnetar::engine {
namespace {

// libtorrent 2.0.8 searches the folder of each file among all folders, the latest first.
constexpr std::int64_t kMostFolderLooks = 100'000'000;
constexpr std::int64_t kMostBytesLookedAt = 5'000'000'000;

/// Appends a name with its length before it: names may hold any byte, so that no byte can separate them.
void append_name(std::string& key, std::string_view name) {
  const auto size = static_cast<std::uint32_t>(name.size());
  for (unsigned shift = 0; shift < 32; shift += 8) key.push_back(static_cast<char>(size >> shift & 0xffU));
  key.append(name);
}

}  // namespace

base::Result<void> PathTally::add(std::span<const std::string_view> names, bool padding) {
  if (++(padding ? padding_files_ : files_) > (padding ? kMostPaddingFiles : kMostFiles))
    return bad_torrent("the torrent has more than 50,000 files");
  if (names.size() > kDeepestPath) return bad_torrent("a path in the torrent has more than 128 names");
  std::size_t length = 0;
  for (const std::string_view name : names) length += name.size() + 1;
  path_bytes_ += static_cast<std::int64_t>(length);
  if (length > kLongestFilePath || path_bytes_ > kMostPathBytes)
    return bad_torrent("the paths in the torrent are too long");
  return enter(names.empty() ? names : names.first(names.size() - 1));
}

base::Result<void> PathTally::enter(std::span<const std::string_view> folders) {
  std::string key;
  std::vector<std::size_t> ends;
  for (const std::string_view name : folders) {
    append_name(key, name);
    ends.push_back(key.size());
  }
  if (key == last_folder_) return base::success();
  last_folder_ = key;
  ++changes_;
  // The parents of a known folder are known.
  for (std::size_t i = ends.size(); i > 0 && folders_.insert(key.substr(0, ends[i - 1])).second; --i)
    folder_bytes_ += static_cast<std::int64_t>(ends[i - 1]);
  if (folders_.size() > kMostFolders) return bad_torrent("the torrent has more than 10,000 folders");
  if (changes_ * static_cast<std::int64_t>(folders_.size()) > kMostFolderLooks ||
      changes_ * folder_bytes_ > kMostBytesLookedAt)
    return bad_torrent("the torrent's files are scattered over too many folders");
  return base::success();
}

}  // namespace magnetar::engine
