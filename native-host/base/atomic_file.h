#pragma once
// Writes files atomically: a reader finds the old or the new version, whatever happens in between.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.h"

namespace magnetar::base {

/// Replaces `path` by `content` (mode 0600 by default): temporary file, fsync, rename, fsync of the folder.
/// After success the content survives a power cut.
[[nodiscard]] Result<void> write_file(const std::filesystem::path& path, std::string_view content,
                                      unsigned mode = 0600);

/// Removes temporary files of write_file() beside `path` that a killed process left. No write may be under
/// way.
void remove_leftovers(const std::filesystem::path& path);

/// Reads a whole file of at most `limit` bytes. Errors: not_found when there is none, io_error when it is
/// larger.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit);

}  // namespace magnetar::base
