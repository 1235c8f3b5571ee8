#include "app/torrents/found_films.h"

#include <algorithm>
#include <string>

#include "app/torrents/catalog_answers.h"
#include "base/random.h"

namespace magnetar::app {
namespace {

constexpr std::size_t kLongestName = 256;

bool is_hash(const std::string& name) {
  const bool hex =
      std::ranges::all_of(name, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  return hex && (name.size() == 40 || name.size() == 64);
}

/// Returns the name of the entry in the folder, which is the torrent's; hidden part files are skipped.
std::string name_of(const std::filesystem::path& folder, const std::string& otherwise) {
  std::error_code error;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::string name = at->path().filename().string();
    if (!name.starts_with('.') && name.size() <= kLongestName) return name;
  }
  return otherwise;
}

library::TorrentRecord record_of(const std::filesystem::path& folder) {
  const std::string hash = folder.filename().string();
  const bool v1 = hash.size() == 40;
  library::TorrentRecord record;
  record.id.value = base::random_hex(8);
  (v1 ? record.info_hash.v1 : record.info_hash.v2) = hash;
  record.source = (v1 ? "magnet:?xt=urn:btih:" : "magnet:?xt=urn:btmh:1220") + hash;
  record.name = name_of(folder, hash);
  record.folder = folder.string();
  record.paused = true;
  record.added_at = record.opened_at = seconds_since_1970();
  return record;
}

}  // namespace

std::vector<library::TorrentRecord> found_films(const std::filesystem::path& cache_folder,
                                                std::size_t limit) {
  std::vector<library::TorrentRecord> records;
  std::error_code error;
  for (std::filesystem::directory_iterator at(cache_folder, error), end; !error && at != end;
       at.increment(error)) {
    std::error_code unreadable;
    if (records.size() < limit && at->is_directory(unreadable) && is_hash(at->path().filename().string()))
      records.push_back(record_of(at->path()));
  }
  return records;
}

}  // namespace magnetar::app
