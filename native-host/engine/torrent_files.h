#pragma once
// Maps a torrent's bytes to its pieces, its files and their paths on the disk.

#include <cstdint>
#include <filesystem>
#include <libtorrent/torrent_info.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/byte_range.h"
#include "base/strong_id.h"
#include "engine/raw_names.h"
#include "engine/types.h"

namespace magnetar::engine {

/// The layout of one torrent, which does not change once the metadata is known. Any thread.
class TorrentFiles {
 public:
  /// `encoding`: the one that the .torrent file declares, or empty.
  TorrentFiles(const libtorrent::torrent_info& info, std::string folder, std::string encoding = {});

  [[nodiscard]] std::int64_t piece_length() const { return info_.piece_length(); }
  [[nodiscard]] std::int32_t piece_count() const { return info_.num_pieces(); }
  /// The number of the piece's bytes that belong to files; the others are padding.
  [[nodiscard]] std::int64_t file_bytes(base::PieceIndex piece) const;
  /// The range of the file in the torrent; nothing for an unknown index or padding.
  [[nodiscard]] std::optional<base::ByteRange> range_of(base::FileIndex file) const;
  /// The files with bytes in the range, without padding.
  [[nodiscard]] std::vector<base::FileIndex> files_in(base::ByteRange in_torrent) const;
  /// All files with bytes, without padding.
  [[nodiscard]] std::vector<base::FileIndex> all() const;
  /// The path of the file on the disk.
  [[nodiscard]] std::filesystem::path path_of(base::FileIndex file) const;

  /// The metadata for people: names are in UTF-8 and cleaned.
  [[nodiscard]] Metadata metadata() const;

 private:
  [[nodiscard]] std::string shown_path(const RawNames& raw, libtorrent::file_index_t index) const;
  [[nodiscard]] const libtorrent::file_storage& files() const {
    return distinct_ ? *distinct_ : info_.files();
  }

  const libtorrent::torrent_info info_;
  const std::optional<libtorrent::file_storage> distinct_;  ///< the files with the paths of the disk tap
  const std::string folder_;
  const std::string encoding_;
};

}  // namespace magnetar::engine
