#pragma once
// The serialized stamps of a torrent's files, for resume data.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/strong_id.h"
#include "engine/file_stamp.h"

namespace magnetar::engine {

/// One string for all files, so that a save copies it and looks at no file. Inodes are not kept: some file
/// systems assign new ones at each mount.
class StampRecord {
 public:
  using Stamps = std::vector<std::pair<base::FileIndex, FileStamp>>;

  /// Adds the file. Returns its index in the record.
  [[nodiscard]] std::size_t add(base::FileIndex file);
  void set(std::size_t place, const FileStamp& stamp);
  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  /// Reads the stamps; bytes behind the last whole stamp are skipped.
  [[nodiscard]] static Stamps read(std::string_view bytes);

  [[nodiscard]] static std::string pack(const std::vector<base::FileIndex>& files);
  [[nodiscard]] static std::vector<base::FileIndex> unpack(std::string_view bytes);

 private:
  std::string bytes_;
};

}  // namespace magnetar::engine
