#pragma once
// What is seen of a file without reading it.

#include <cstdint>
#include <filesystem>

namespace magnetar::engine {

/// Kernels' times are too coarse for two changes within some milliseconds to differ.
struct FileStamp {
  std::int64_t size = -1;  ///< negative: the file is not there
  std::int64_t changed_ns = 0;
  std::uint64_t inode = 0;  ///< 0: not known

  [[nodiscard]] bool missing() const { return size < 0; }
  /// Whether it may be the same file, whatever is in it.
  [[nodiscard]] bool same_file(const FileStamp& other) const;
  /// The same file with the same content, as far as can be seen.
  [[nodiscard]] bool like(const FileStamp& other) const;
};

[[nodiscard]] FileStamp stamp_of(const std::filesystem::path& file);
/// A file that has no name any more is missing.
[[nodiscard]] FileStamp stamp_of(int open_file);

}  // namespace magnetar::engine
