#pragma once
// Files that are either the old or the new version, whatever happens in between.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.h"

namespace magnetar::base {

/// Replaces `path` by `content` (mode 0600 unless told): temporary file, fsync, rename, fsync of the folder.
/// When it returns success the content survives a power cut.
[[nodiscard]] Result<void> write_file(const std::filesystem::path& path, std::string_view content,
                                      unsigned mode = 0600);

/// Removes what write_file() left beside `path` when its process was killed. To be called while nobody
/// writes.
void remove_leftovers(const std::filesystem::path& path);

/// Reads a whole file of at most `limit` bytes. not_found when there is none, io_error when it is larger.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit);

}  // namespace magnetar::base
