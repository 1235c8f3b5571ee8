#pragma once
// The state of a file that shows without reading it: size, time of change, inode.

#include <cstdint>
#include <filesystem>

namespace magnetar::engine {

/// The kernel's times are too coarse for two changes within some milliseconds to differ.
struct FileStamp {
  std::int64_t size = -1;  ///< negative: the file is not there
  std::int64_t changed_ns = 0;
  std::uint64_t inode = 0;  ///< 0: not known

  [[nodiscard]] bool missing() const { return size < 0; }
  /// Whether it may be the same file, whatever its content.
  [[nodiscard]] bool same_file(const FileStamp& other) const;
  /// Whether it is the same file with the same content, as far as the stamp shows.
  [[nodiscard]] bool like(const FileStamp& other) const;
};

[[nodiscard]] FileStamp stamp_of(const std::filesystem::path& file);
/// The stamp of an open file; a file that has lost its name is missing.
[[nodiscard]] FileStamp stamp_of(int open_file);

}  // namespace magnetar::engine
