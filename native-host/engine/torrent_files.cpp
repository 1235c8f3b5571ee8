#include "engine/torrent_files.h"

#include <libtorrent/file_storage.hpp>
#include <utility>

#include "engine/distinct_paths.h"
#include "engine/magnet.h"
#include "engine/private_torrent.h"
#include "engine/text.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

constexpr std::size_t kLongestPath = 4096;
constexpr std::size_t kLongestComment = 4096;

lt::file_index_t to_lt(base::FileIndex file) {
  return lt::file_index_t(file.value);
}

}  // namespace

TorrentFiles::TorrentFiles(const lt::torrent_info& info, std::string folder, std::string encoding)
    : info_(info),
      distinct_(distinct_paths(info_.files())),
      folder_(std::move(folder)),
      encoding_(std::move(encoding)) {}

std::int64_t TorrentFiles::file_bytes(base::PieceIndex piece) const {
  const lt::piece_index_t index(piece.value);
  std::int64_t bytes = 0;
  for (const lt::file_slice& slice : info_.files().map_block(index, 0, info_.piece_size(index))) {
    if (!info_.files().pad_file_at(slice.file_index)) bytes += slice.size;
  }
  return bytes;
}

std::optional<base::ByteRange> TorrentFiles::range_of(base::FileIndex file) const {
  const lt::file_storage& files = info_.files();
  if (file.value < 0 || file.value >= files.num_files() || files.pad_file_at(to_lt(file)))
    return std::nullopt;
  const std::int64_t begin = files.file_offset(to_lt(file));
  return base::ByteRange{begin, begin + files.file_size(to_lt(file))};
}

std::vector<base::FileIndex> TorrentFiles::files_in(base::ByteRange in_torrent) const {
  std::vector<base::FileIndex> found;
  const lt::file_storage& files = info_.files();
  if (in_torrent.empty() || in_torrent.begin < 0 || in_torrent.end > files.total_size()) return found;
  const lt::piece_index_t piece(static_cast<std::int32_t>(in_torrent.begin / piece_length()));
  const auto start = static_cast<int>(in_torrent.begin % piece_length());
  for (const lt::file_slice& slice : files.map_block(piece, start, static_cast<int>(in_torrent.size()))) {
    if (slice.size > 0 && !files.pad_file_at(slice.file_index))
      found.emplace_back(static_cast<std::int32_t>(slice.file_index));
  }
  return found;
}

std::vector<base::FileIndex> TorrentFiles::all() const {
  std::vector<base::FileIndex> found;
  for (const lt::file_index_t file : info_.files().file_range()) {
    if (info_.files().file_size(file) > 0 && !info_.files().pad_file_at(file))
      found.emplace_back(static_cast<std::int32_t>(file));
  }
  return found;
}

std::filesystem::path TorrentFiles::path_of(base::FileIndex file) const {
  return files().file_path(to_lt(file), folder_);
}

std::string TorrentFiles::shown_path(const RawNames& raw, lt::file_index_t index) const {
  const auto at = static_cast<std::size_t>(static_cast<std::int32_t>(index));
  const std::string path = files().file_path(index);
  const auto slash = path.find('/');
  const bool own = at < raw.files.size() && !raw.files[at].empty();
  if (slash == std::string::npos) return own ? raw.files[at] : path;
  const std::string folder = raw.torrent.empty() ? path.substr(0, slash) : raw.torrent;
  return folder + '/' + (own ? raw.files[at] : path.substr(slash + 1));
}

Metadata TorrentFiles::metadata() const {
  Metadata result;
  const RawNames raw = readable_names(info_, encoding_);
  result.name = clean_text(raw.torrent.empty() ? info_.name() : raw.torrent, kLongestName);
  if (result.name.empty()) result.name = "?";
  result.comment = clean_text(info_.comment(), kLongestComment);
  result.piece_length = piece_length();
  result.piece_count = piece_count();
  result.is_private = engine::is_private(info_);
  for (const lt::file_index_t index : info_.files().file_range()) {
    const base::FileIndex file{static_cast<std::int32_t>(index)};
    const auto range = range_of(file);
    if (!range) continue;
    result.size += range->size();
    result.files.push_back({file, clean_text(shown_path(raw, index), kLongestPath), *range});
  }
  return result;
}

}  // namespace magnetar::engine
